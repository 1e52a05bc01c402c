/** What runs the shards. */
export const ENGINES = ["slurm", "kubernetes", "parallel"] as const;

/** What Slurm's `MaxArraySize` is if nobody sets it. */
export const MAX_ARRAY_SIZE = 1001;

/** The name of an engine. */
export type EngineName = typeof ENGINES[number];

/** How a job is cut, and for whom. */
export interface PlanOptions {
  readonly engine: EngineName;
  /** How many minutes a shard should take. */
  readonly minutes: number;
  /** Frames a second of one node; measured here if left out. */
  readonly rate: number | undefined;
  /** How often a shard that fails is tried again. */
  readonly retries: number;
  /** How many shards may run at once. */
  readonly throttle: number | undefined;
  /** Slurm's `MaxArraySize`. */
  readonly arrayLimit: number;
  /** Cores of a shard. */
  readonly cpus: number;
  /** Gigabytes of a shard. */
  readonly gigabytes: number;
  /** What starts the program on a node, as a shell reads it; as it is started here if left out. */
  readonly program: string | undefined;
  /** Kubernetes' image. */
  readonly image: string;
  /** Kubernetes' PersistentVolumeClaim. */
  readonly claim: string;
}
