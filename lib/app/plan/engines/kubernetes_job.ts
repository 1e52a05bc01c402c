import { commandOf, quoted, type ShardedJob } from "../job.ts";

/** Where {@linkcode kubernetesJob} runs. */
export interface KubernetesOptions {
  /** The container's image; its entry point is the program. */
  readonly image: string;
  /** The PersistentVolumeClaim that has the videos, readable and writable by many nodes. */
  readonly claim: string;
}

/** Where the claim is mounted, and what paths are relative to. */
export const MOUNTED = "/work";

/** A part of a manifest. */
type ManifestPart = string | number | boolean | readonly ManifestPart[] | {
  readonly [key: string]: ManifestPart;
};

/** An object of Kubernetes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [key: string]: ManifestPart;
}

/**
 * A job as Kubernetes' Jobs: one for the first step, an indexed one for the shards, one that joins. Kubernetes
 * knows no order of Jobs; so the shards wait for the first step's file, and who joins waits until
 * `status` says that all shards are done.
 *
 * @param job The job.
 * @param options Where it runs.
 * @returns The Jobs, in their order.
 */
export function kubernetesJob(
  job: ShardedJob,
  options: KubernetesOptions,
): readonly KubernetesObject[] {
  const { first, run, shards, finish, status, throttle, retries } = job;
  const container = (args: readonly string[], name = "backdrop") =>
    containerOf(job, args, name, options);
  const made: KubernetesObject[] = [];
  if (first !== undefined) {
    made.push(manifest(job, first.part, options, {
      backoffLimit: retries,
      containers: [container(first.words)],
    }));
  }
  made.push(manifest(job, "shards", options, {
    completions: shards,
    parallelism: Math.min(shards, throttle ?? shards),
    completionMode: "Indexed",
    backoffLimitPerIndex: retries,
    initContainers: first === undefined ? [] : [
      waiting(container([], `wait-for-${first.part}`), `[ -s ${quoted(first.file)} ]`),
    ],
    containers: [container([...run, "--shard", "auto", "--shards", String(shards)])],
  }));
  const isDone = `${commandOf(job, status)} >/dev/null`;
  made.push(manifest(job, "join", options, {
    backoffLimit: retries,
    initContainers: [waiting(container([], "wait-for-shards"), isDone)],
    containers: [container(finish)],
  }));
  return made;
}

/** Whom the Dockerfile's image runs as; the group may write where all nodes write. */
const USER = 10001;

/** Kubernetes' own limit of an indexed Job. */
export const MOST_COMPLETIONS = 100_000;

/** What differs between the Jobs. */
interface Parts {
  readonly containers: readonly ManifestPart[];
  readonly initContainers?: readonly ManifestPart[];
  readonly [ofSpec: string]: ManifestPart | undefined;
}

function manifest(
  { name, minutes }: ShardedJob,
  part: string,
  { claim }: KubernetesOptions,
  { containers, initContainers = [], ...spec }: Parts,
): KubernetesObject {
  const isWaiting = initContainers.length > 0;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `${name}-${part}`, labels: { app: name } },
    spec: {
      ...spec as { readonly [key: string]: ManifestPart },
      podFailurePolicy: failurePolicy(spec.completionMode === "Indexed"),
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: "Never",
          // The time that is waited counts too, and nobody knows how long that is.
          ...isWaiting ? {} : { activeDeadlineSeconds: 60 * minutes },
          securityContext: { runAsNonRoot: true, runAsUser: USER, fsGroup: USER },
          ...isWaiting ? { initContainers } : {},
          containers,
          volumes: [
            { name: "work", persistentVolumeClaim: { claimName: claim } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  };
}

/** Wrong usage stays wrong, and a node that goes away is nobody's fault. */
function failurePolicy(isIndexed: boolean): ManifestPart {
  return {
    rules: [{
      action: isIndexed ? "FailIndex" : "FailJob",
      onExitCodes: { containerName: "backdrop", operator: "In", values: [2] },
    }, {
      action: "Ignore",
      onPodConditions: [{ type: "DisruptionTarget", status: "True" }],
    }],
  };
}

function containerOf(
  { cpus, gigabytes }: ShardedJob,
  args: readonly string[],
  name: string,
  { image }: KubernetesOptions,
): { readonly [key: string]: ManifestPart } {
  return {
    name,
    image,
    args,
    workingDir: MOUNTED,
    resources: {
      requests: { cpu: String(cpus), memory: `${gigabytes}Gi` },
      limits: { memory: `${gigabytes}Gi` },
    },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    volumeMounts: [{ name: "work", mountPath: MOUNTED }, { name: "tmp", mountPath: "/tmp" }],
  };
}

/** A container that ends when a condition of the shell holds. */
function waiting(
  container: { readonly [key: string]: ManifestPart },
  condition: string,
): ManifestPart {
  const { args: _, resources: _all, ...rest } = container;
  return {
    ...rest,
    command: ["sh", "-c", `until ${condition}; do sleep 10; done`],
    resources: { requests: { cpu: "100m", memory: "512Mi" } },
  };
}

/**
 * Manifests as YAML.
 *
 * @param manifests The objects.
 * @param about Lines for a comment at the beginning.
 */
export function manifestText(
  manifests: readonly KubernetesObject[],
  about: readonly string[] = [],
): string {
  const comment = about.map((line) => `# ${line}\n`).join("");
  return comment + manifests.map((one) => `${yaml(one, "")}\n`.slice(1)).join("---\n");
}

/** A value behind its key: on the same line, or on lines of its own. */
function yaml(value: ManifestPart, indent: string): string {
  if (typeof value !== "object") return ` ${scalar(value)}`;
  const entries: readonly (readonly [string, ManifestPart])[] = isList(value)
    ? value.map((item) => ["-", item])
    : Object.entries(value).map(([key, item]) => [`${key}:`, item]);
  if (entries.length === 0) return isList(value) ? " []" : " {}";
  return entries.map(([key, item]) => {
    const text = yaml(item, `${indent}  `);
    // What is in a list begins beside its dash.
    return `\n${indent}${key}${key === "-" ? text.replace(/^\n +/, " ") : text}`;
  }).join("");
}

function isList(value: ManifestPart): value is readonly ManifestPart[] {
  return Array.isArray(value);
}

/** Strings in JSON's form, which is YAML's too, but for plain words. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z][\w./-]*$/.test(value) &&
    !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
