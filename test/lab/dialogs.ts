import type { DrivenApp } from './app.ts';
import { until } from './until.ts';

/**
 * Answers the app's dialogs with the button of this name from now on. A question without that button gets its own Cancel, so
 * that no answer is meant for another question.
 */
export const answering = (app: DrivenApp, button: string): Promise<void> =>
  app.app.evaluate(({ dialog }, name) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'asked', asked);
    dialog.showMessageBox = (...given: readonly unknown[]) => {
      const { message, buttons = [], cancelId = 0 } = Object(given.at(-1));
      asked.push(message);
      return Promise.resolve({
        response: buttons.includes(name) ? buttons.indexOf(name) : cancelId,
        checkboxChecked: false,
      });
    };
  }, button);

/** What the app has asked since `answering`. */
const asked = (app: DrivenApp): Promise<readonly string[]> => app.app.evaluate(() => Reflect.get(globalThis, 'asked'));

/** Waits until the app has asked this; the error tells what it asked instead. */
export async function question(app: DrivenApp, text: string): Promise<void> {
  let last: readonly string[] = [];
  const there = async (): Promise<boolean> => {
    last = await asked(app);
    return last.includes(text);
  };
  await until(`question "${text}"`, there).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}\nThe app asked: ${last.join(' · ')}`, { cause: thrown });
  });
}
