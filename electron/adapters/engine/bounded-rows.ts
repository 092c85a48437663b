import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';

/** Longest row of a build or pull, bytes; a longer one is not ours to read and is left out. */
const MAX_ROW = 1024 * 1024;
const LINE_FEED = 0x0a;

/** The rows of a stream, without those beyond a bound: dockerode collects a row until its line break, however long. */
export function boundedRows(source: Readable): Readable {
  /** What is there of a row without its end. */
  let row: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= MAX_ROW) row.push(part);
    else row = [];
  };
  /** Ends the row; returns it, empty if it is left out. */
  const whole = (): Buffer => {
    const taken = Buffer.concat(row);
    row = [];
    length = 0;
    return taken;
  };
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let at = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, at)) {
        add(chunk.subarray(at, end + 1));
        at = end + 1;
        this.push(whole());
      }
      add(chunk.subarray(at));
      done();
    },
    flush(done: TransformCallback) {
      done(null, whole());
    },
  });
  // An error or abort of the source ends the other with it.
  return pipeline(source, bounded, () => undefined);
}
