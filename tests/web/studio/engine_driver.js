// What a test or a bench does with the studio's worker, on a page of the studio's own server.

/** A worker with a canvas, and all that it has said. */
globalThis.startEngine = (base) => {
  const canvas = document.createElement("canvas");
  document.body.append(canvas);
  const worker = new Worker(`${base}engine_worker.js`, { type: "module" });
  const said = [];
  const results = [];
  let wake = () => {};
  worker.onmessage = ({ data }) => {
    said.push(data);
    wake();
  };
  worker.onerror = ({ message }) => {
    said.push({ kind: "broken", text: message });
    wake();
  };
  const tell = (message, transfer = []) => worker.postMessage(message, transfer);
  /** Wait until something is there. */
  const until = async (find, what) => {
    const end = performance.now() + 60_000;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > end) throw new Error(`nothing of ${what}: ${JSON.stringify(said)}`);
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, 20);
      });
    }
  };
  const offscreen = canvas.transferControlToOffscreen();
  tell({ kind: "open", canvas: offscreen, base }, [offscreen]);
  const { readable, writable } = new TransformStream();
  tell({ kind: "output", output: writable }, [writable]);
  const read = async () => {
    const reader = readable.getReader();
    for (let step; !(step = await reader.read()).done;) {
      const frame = step.value;
      const { codedWidth: width, codedHeight: height, timestamp } = frame;
      const pixels = new Uint8Array(4 * width * height);
      await frame.copyTo(pixels, { format: "RGBA" });
      frame.close();
      results.push({ timestamp, pixels });
      wake();
    }
  };
  read();
  return globalThis.engine = {
    said,
    tell,
    until,
    /** Something of a kind that was said since a number of messages. */
    said1: (kind, since = 0) =>
      until(() => said.slice(since).find((message) => message.kind === kind), kind),
    /** Hand a frame of RGBA over, and wait for its result. */
    async feed(text, width, height, timestamp) {
      const pixels = Uint8Array.fromBase64(text);
      const shape = { format: "RGBA", codedWidth: width, codedHeight: height, timestamp };
      const frame = new VideoFrame(pixels, shape);
      tell({ kind: "frame", frame }, [frame]);
      const find = () => results.find((one) => one.timestamp === timestamp);
      return (await until(find, `frame ${timestamp}`)).pixels.toBase64();
    },
    /** Put a video of one colour behind. */
    playBehind(color, width, height) {
      const { readable, writable } = new TransformStream();
      tell({ kind: "background", background: { kind: "video", frames: readable } }, [readable]);
      const pixels = new Uint8Array(4 * width * height);
      for (let p = 0; p < pixels.length; p++) pixels[p] = color[p % 4];
      const shape = { format: "RGBA", codedWidth: width, codedHeight: height, timestamp: 0 };
      writable.getWriter().write(new VideoFrame(pixels, shape));
    },
    /** Let a file be the network. */
    useNetwork(name, text) {
      const { buffer: bytes } = Uint8Array.fromBase64(text);
      tell({ kind: "network", network: { name, bytes } }, [bytes]);
    },
    /** What the canvas shows, when it shows it: a picture that is expected, or any after a while. */
    async canvas(expected) {
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext("2d", { willReadFrequently: true });
      let shown = "";
      for (let i = 0; i < 50 && shown !== expected; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        context.clearRect(0, 0, copy.width, copy.height);
        context.drawImage(canvas, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        shown = new Uint8Array(data.buffer).toBase64();
      }
      return shown;
    },
    end() {
      worker.terminate();
      canvas.remove();
    },
  };
};

/** What a worker makes of a camera: what it says once a second, for so many seconds, and long tasks of the page. */
globalThis.watchCamera = async (base, { width, height, seconds, settings, background, plate }) => {
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  }).observe({ type: "longtask" });
  const canvas = document.createElement("canvas");
  document.body.append(canvas);
  const worker = new Worker(`${base}engine_worker.js`, { type: "module" });
  const stats = [];
  const other = [];
  const start = performance.now();
  worker.onmessage = ({ data }) => {
    if (data.kind === "stats") stats.push({ ...data, at: performance.now() - start });
    else if (data.kind !== "fetching") other.push({ ...data, at: performance.now() - start });
  };
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ kind: "open", canvas: offscreen, base }, [offscreen]);
  worker.postMessage({ kind: "settings", settings });
  worker.postMessage({ kind: "background", background: { kind: "word", word: background } });
  const media = await navigator.mediaDevices.getUserMedia({
    video: { width, height, frameRate: 25 },
  });
  const [track] = media.getVideoTracks();
  const { readable } = new MediaStreamTrackProcessor({ track });
  worker.postMessage({ kind: "frames", frames: readable }, [readable]);
  if (plate) worker.postMessage({ kind: "plate" });
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  worker.terminate();
  track.stop();
  canvas.remove();
  return { stats, other, tasks };
};
