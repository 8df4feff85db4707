/** A file in an archive. */
export interface Packed {
  path: string;
  blob: Blob;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day that the format knows: the same files make the same archive. */
const NO_DATE = 0x0021;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * The files in one ZIP archive, not compressed: pictures are already. One file at a time is read into memory.
 * The format without its extension for more than 4 GB: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function zipped(files: readonly Packed[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directorySize = 0;
  for (const { path, blob } of files) {
    const name = new TextEncoder().encode(path);
    const crc = crc32(new Uint8Array(await blob.arrayBuffer()));
    const common = [VERSION, UTF8_NAMES, 0, 0, NO_DATE] as const;
    const local = record(30, (write) => {
      write(4, LOCAL);
      for (const value of common) write(2, value);
      for (const value of [crc, blob.size, blob.size]) write(4, value);
      write(2, name.length);
    });
    parts.push(local, name, blob);
    const entry = record(46, (write) => {
      write(4, CENTRAL);
      write(2, VERSION);
      for (const value of common) write(2, value);
      for (const value of [crc, blob.size, blob.size]) write(4, value);
      write(2, name.length);
      for (let field = 0; field < 4; field++) write(2, 0);
      write(4, 0);
      write(4, offset);
    });
    directory.push(entry, name);
    offset += local.length + name.length + blob.size;
    directorySize += entry.length + name.length;
  }
  const end = record(22, (write) => {
    write(4, END);
    for (const value of [0, 0, files.length, files.length]) write(2, value);
    write(4, directorySize);
    write(4, offset);
  });
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Little-endian numbers one after another; what is not written stays zero. */
function record(size: number, fill: (write: (bytes: 2 | 4, value: number) => void) => void) {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  fill((width, value) => {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  });
  return bytes;
}
