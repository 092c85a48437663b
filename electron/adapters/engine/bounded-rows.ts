import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { Collected } from '../http/collected.ts';

/** Longest row of a build or pull, bytes; a longer one is not ours to read and is left out. */
const MAX_ROW = 1024 * 1024;
const LINE_FEED = 0x0a;

/** The rows of a stream, each a chunk, without empty ones and those beyond a bound. */
export function boundedRows(source: Readable): Readable {
  /** What is there of a row without its end. */
  const row = new Collected();
  let isTooLong = false;
  const add = (part: Buffer): void => {
    isTooLong ||= row.length + part.length > MAX_ROW;
    if (isTooLong) row.taken();
    else row.add(part);
  };
  /** Ends the row and passes it on. */
  const pass = (to: Transform): void => {
    const taken = row.taken();
    if (taken.length > 0) to.push(taken);
    isTooLong = false;
  };
  const bounded = new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let at = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, at)) {
        add(chunk.subarray(at, end + 1));
        at = end + 1;
        pass(this);
      }
      add(chunk.subarray(at));
      done();
    },
    flush(done: TransformCallback) {
      pass(this);
      done();
    },
  });
  // An error or abort of the source ends the other with it.
  return pipeline(source, bounded, () => undefined);
}
