// Long arrays travel as base64 of their little-endian bytes: {"f32": "…", "shape": [rows, columns]}.

export type Numbers = Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** A decoded array, row by row. f16 becomes Float32Array. */
export interface Packed<T extends Numbers = Float32Array> {
  data: T;
  shape: number[];
}

const KINDS = ['f32', 'f16', 'u32', 'u16', 'u8'] as const;

function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

/** IEEE 754 binary16 to a number. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let halves: Float32Array | undefined; // of all 65,536 patterns

function fromHalves(bits: Uint16Array): Float32Array {
  halves ??= Float32Array.from({ length: 65536 }, (_, i) => half(i));
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; ++i) out[i] = halves[bits[i]];
  return out;
}

function decodeArray(kind: (typeof KINDS)[number], base64: string): Numbers {
  const buffer = bytesOf(base64);
  if (kind === 'f32') return new Float32Array(buffer);
  if (kind === 'f16') return fromHalves(new Uint16Array(buffer));
  if (kind === 'u32') return new Uint32Array(buffer);
  if (kind === 'u16') return new Uint16Array(buffer);
  return new Uint8Array(buffer);
}

/** `json` with every packed array in it decoded. */
export function decoded(json: unknown): unknown {
  if (Array.isArray(json)) return typeof json[0] === 'number' ? json : json.map(decoded);
  if (json === null || typeof json !== 'object') return json;
  const object = json as Record<string, unknown>;
  if (Array.isArray(object.shape)) {
    for (const kind of KINDS) {
      const base64 = object[kind];
      if (typeof base64 === 'string') return { data: decodeArray(kind, base64), shape: object.shape };
    }
  }
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, decoded(value)]));
}
