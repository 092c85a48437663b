import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECIPES } from './paths.ts';
import { must } from './shell.ts';

/** A base that is laid out as the official image of 2026: see its recipe. */
export const JENKINS_21 = 'lab/jenkins-21';

/** Builds it; quick once its packages are there. */
export function makeJenkins21Base(): void {
  const context = mkdtempSync(join(tmpdir(), 'jenkins-tray-base-'));
  try {
    cpSync(join(RECIPES, 'images/jenkins-21'), context, { recursive: true });
    for (const name of ['jenkins-plugin-cli', 'plugins.known'])
      copyFileSync(join(RECIPES, 'images/jenkins', name), join(context, name));
    must('javac', ['--release', '17', '-d', context, join(context, 'Server.java'), join(context, 'Fetch.java')]);
    writeFileSync(join(context, 'manifest'), 'Main-Class: Server\n');
    must('jar', ['cfm', join(context, 'jenkins.war'), join(context, 'manifest'), '-C', context, 'Server.class']);
    must('chmod', ['755', join(context, 'jenkins.sh'), join(context, 'jenkins-plugin-cli')]);
    must('docker', ['build', '-q', '-t', JENKINS_21, context]);
  } finally {
    rmSync(context, { recursive: true });
  }
}
