/** What a line that says why something failed has. */
const TELLS =
  /\b(?:error|exception|fatal|severe|unrecognized|unrecognised|invalid|unable|cannot|could not|can't|failed|refused|denied|missing|unsupported|no such|not found|out of memory|not started)\b|Exception\b|Error\b/i;
/** Lines of a stack, and what Java says after every cause. */
const TELLS_NOTHING =
  /^\s*(?:at |\.\.\. \d+ more)|Could not create the Java Virtual Machine|A fatal exception has occurred|Program will exit/;

/** The last line of a log that says why something failed, trimmed; null: none does. */
export function tellingLine(lines: readonly string[]): string | null {
  const found = lines.findLast((line) => TELLS.test(line) && !TELLS_NOTHING.test(line));
  return found?.trim() ?? null;
}
