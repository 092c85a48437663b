/** What a line that says why something failed has. The second: what Java says of options, memory and its own version. */
const TELLS =
  /\b(?:error|exception|fatal|severe|unrecognized|unrecognised|invalid|unable|cannot|could not|can't|failed|refused|denied|missing|unsupported|no such|not found|out of memory|not started)\b|Exception\b|Error\b/i;
const JAVA_TELLS =
  /\b(?:improperly specified|unexpected|conflicting|multiple garbage collectors|set to a larger value|too (?:small|large)|outside the allowed range|insufficient memory|older than the minimum)\b/i;
/** Lines of a stack, and what Java says after every cause. */
const TELLS_NOTHING =
  /^\s*(?:at |\.\.\. \d+ more)|Could not create the Java Virtual Machine|A fatal exception has occurred|Program will exit|^# An error report file/;

/** The last line of a log that says why something failed, trimmed; null: none does. */
export function tellingLine(lines: readonly string[]): string | null {
  const found = lines.findLast((line) => (TELLS.test(line) || JAVA_TELLS.test(line)) && !TELLS_NOTHING.test(line));
  return found?.trim() ?? null;
}
