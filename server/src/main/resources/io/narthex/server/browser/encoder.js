// Encodes pictures as VP9, with times of their own: it takes no longer than the encoder does.
let encoder;
let size;
let failure = null;
let encoded = [];

async function begin(width, height, bitrate, framerate) {
  const config = { codec: 'vp09.00.40.08', width, height, bitrate, framerate, bitrateMode: 'variable', contentHint: 'text' };
  const { supported } = await VideoEncoder.isConfigSupported(config);
  if (!supported) throw new Error('This Chromium has no encoder for VP9; install one that has, such as Debian\'s');
  size = { width, height };
  encoder = new VideoEncoder({ output: keep, error: (e) => (failure = e) });
  encoder.configure(config);
}

function keep(chunk) {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  encoded.push({ micros: chunk.timestamp, key: chunk.type === 'key', data: btoa(text) });
}

async function add(png, timestamp, keyFrame) {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), 0, 0, size.width, size.height);
  const frame = new VideoFrame(picture, { timestamp });
  encoder.encode(frame, { keyFrame });
  frame.close();
  picture.close();
  while (encoder.encodeQueueSize > 2 && !failure) await new Promise((resolve) => setTimeout(resolve, 5));
  if (failure) throw failure;
}

function chunks() {
  const taken = encoded;
  encoded = [];
  return taken;
}

async function end() {
  await encoder.flush();
  if (failure) throw failure;
  return chunks();
}
