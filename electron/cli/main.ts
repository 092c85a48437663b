import { allowClosedPipe, finish } from './finish.ts';
import { main } from './program.ts';

allowClosedPipe();
void main(process.argv).then(finish);
