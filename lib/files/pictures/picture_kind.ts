// deno-lint-ignore-file no-control-regex -- files begin with such characters
import type { Size } from "../../raster/frame.ts";
import { onDisk } from "../system/working_folder.ts";

/** Formats of pictures that we take apart ourselves before a decoder gets them. */
export type PictureKind =
  | "jpeg"
  | "png"
  | "webp"
  | "tiff"
  | "bmp"
  | "gif"
  | "heic"
  | "avif"
  | "svg";

/** How many bytes of a file tell what it is. */
export const KIND_LENGTH = 1024;

/** The first bytes of a file, {@linkcode KIND_LENGTH} of them if there are so many. */
export async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(onDisk(path));
  const head = new Uint8Array(KIND_LENGTH);
  return head.subarray(0, await file.read(head) ?? 0);
}

/**
 * What a file begins as.
 *
 * @param head Its first bytes, {@linkcode KIND_LENGTH} of them if there are so many.
 * @returns The format; `undefined` for anything else.
 */
export function pictureKind(head: Uint8Array): PictureKind | undefined {
  // Of what "latin1" stands for, Windows-1252, the bytes 80 to 9F are other letters.
  const text = new TextDecoder("latin1").decode(head.subarray(0, KIND_LENGTH));
  if (/^\xff\xd8\xff/.test(text)) return "jpeg";
  if (head[0] === 0x89 && text.startsWith("PNG\r\n", 1)) return "png";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "webp";
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return "tiff";
  // How long the second header is tells a bitmap from a text that begins so.
  const isShort = head[14] >= 12 && head[14] < 128;
  if (text.startsWith("BM") && isShort && text.startsWith("\0\0\0", 15)) return "bmp";
  if (/^GIF8[79]a/.test(text)) return "gif";
  if (/^[^]{4}ftyp/.test(text)) return heifKind(head, text);
  return isSvg(head) ? "svg" : undefined;
}

/** HEIF files begin as videos do. The sequences among them (msf1, hevc, avis) are videos. */
function heifKind(head: Uint8Array, text: string): "heic" | "avif" | undefined {
  const length = Math.min(text.length, new DataView(head.buffer, head.byteOffset).getUint32(0));
  const major = text.slice(8, 12);
  const brands = text.slice(16, length);
  if (major === "avif") return "avif";
  if (/^(hei[cxms]|mif[12]|miaf)$/.test(major)) {
    return brands.includes("avif") && !/hei[cx]/.test(brands) ? "avif" : "heic";
  }
  return undefined;
}

function isSvg(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, "").trimStart();
  if (!text.startsWith("<")) return false;
  return /^(<\?xml[^]*?\?>|<!--[^]*?-->|<!DOCTYPE\s+svg[^]*?>|\s)*<(svg:)?svg[\s>]/.test(text) ||
    /^(<\?xml[^]*?\?>\s*)?(<!--[^]*?-->\s*)*<!DOCTYPE\s+svg/.test(text);
}

/** How other formats begin that a user may take for a picture, and what they are called. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^(\xff\x0a|\0{3}\x0cJXL )/, "a JPEG XL picture"],
  [/^(\0{3}\x0cjP {2}|\xff\x4f\xff\x51)/, "a JPEG 2000 picture"],
  [/^8BP[SB]/, "a Photoshop file"],
  [/^gimp xcf/, "a GIMP file"],
  [/^%PDF/, "a PDF"],
  [/^\0{2}\x01\0/, "an icon"],
  [/^([^]{4}ftypcrx|FUJIFILMCCD-RAW|IIR[OS]|IIU\0|\0MRM)/, "a camera's raw photo"],
  [/^\x1f\x8b/, "a packed file (of an SVG, gunzip makes one of it)"],
  [/^\s*<(!doctype )?html/i, "a web page, as a download that needed a login may leave"],
];

/**
 * What a file is that nobody here reads.
 *
 * @param head Its first bytes.
 * @returns Its name with an article; `undefined` if we do not know.
 */
export function otherKind(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, 64));
  return OTHERS.find(([start]) => start.test(text))?.[1];
}

/** Whether a name is that of a stream of JPEGs, which begins as a JPEG does. */
export function isMotionJpeg(path: string): boolean {
  return /\.mjpe?g$/i.test(path);
}

/**
 * The size that the header of a GIF or a BMP promises.
 *
 * @param kind Which it is.
 * @param head The file's first bytes.
 */
export function plainSize(kind: "gif" | "bmp", head: Uint8Array): Size {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (kind === "gif") return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  // Rows from the top down have a negative height.
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}
