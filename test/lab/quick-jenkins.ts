import { join } from 'node:path';
import { RECIPES } from './paths.ts';
import { must } from './shell.ts';

/** Makes a base on which a switch takes its containers' time alone. `image`: the product's, built already. */
export function makeQuickJenkins(image: string): string {
  const tag = `${image}-quick`;
  must('docker', ['build', '-q', '--build-arg', `IMAGE=${image}`, '-t', tag, join(RECIPES, 'images/jenkins-quick')]);
  return tag;
}
