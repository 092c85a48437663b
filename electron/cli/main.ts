import { main } from './program.ts';

// Who reads only the first lines (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void main(process.argv).then((code) => {
  process.exitCode = code;
  // A connection that an engine keeps open must not keep the command: what is printed is written first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
});
