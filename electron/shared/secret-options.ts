/**
 * Secrets that commands take by short options, or as plain words: each pattern keeps its first group and hides the rest. The
 * letters mean other things elsewhere (`docker run -p 8080:80`), so that the program, or its `login`, must be before them in
 * the same command. Each begins at the start of a word, and looks so far at most.
 */

/** Up to an option of the same command. */
const MORE = String.raw`\s(?:[^\n;|&]{0,300}?\s)??`;
/** In quotes, or up to a blank. */
const WORD = String.raw`(?:\\?"[^"\n]{0,4096}"|'[^'\n]{0,4096}'|[^\s"';|&]{1,4096})`;

/** A program of these names, and the option after which its secret is. */
const after = (programs: string, option: string): RegExp =>
  new RegExp(String.raw`((?<![\w.-])(?:${programs})${MORE}(?:${option}))${WORD}`, 'g');

/** `name`: how secrets are named, for a command that stores one under such a name. */
export const secretOptions = (name: string): readonly RegExp[] => [
  // curl -sSu ann:…, curl -b a=…; a file has no equals sign
  after('curl', String.raw`-[a-zA-Z]{1,12}u\s{0,4}(?=["']?[^\s:"']{1,200}:)`),
  after('curl', String.raw`(?:-[a-zA-Z]{0,12}b|--cookie)[\s=]{0,4}(?=["']?[^\s="']{1,200}=)`),
  // wandb login …
  /((?<![\w.-])(?:wandb|ngc|vault)\s{1,4}login\s{1,4})(?!-)[^\s"';|&]{20,4096}/g,
  // docker login -u ann -p …; az, cf, helm, oc, podman, skopeo and so on
  after('login', String.raw`-p[\s=]{0,4}`),
  // echo … | docker login --password-stdin
  new RegExp(
    String.raw`((?<![\w.-])(?:echo|printf)\s{1,4}(?:-\w{1,4}\s{1,4}|["']?%s(?:\\n)?["']?\s{1,4})?)${WORD}(?=\s{0,4}\|[^\n;|]{0,300}-stdin\b)`,
    'g',
  ),
  after('sshpass|mysql\\w{0,20}|mariadb[\\w-]{0,20}|mongo\\w{0,20}|7z\\w{0,2}', String.raw`-p\s{0,4}`),
  // Not the port of some of these.
  after('sqlcmd|zip|unzip|bcp', String.raw`-P\s{0,4}`),
  after('redis-cli|keydb-cli|valkey-cli', String.raw`-a\s{1,4}`),
  after('ldap(?:search|add|modify|delete|passwd|whoami|compare|modrdn)', String.raw`-w\s{0,4}`),
  after('htpasswd', String.raw`-\w{0,8}b\w{0,8}\s{1,4}(?:[^\s;|&]{1,200}\s{1,4}){1,2}`),
  // keytool -storepass …, openssl -passin pass:…
  new RegExp(
    String.raw`((?<!\S)--?(?:(?:src|dest)?(?:store|key))?pass(?:in|out)?(?:\s{1,4}|=)(?:pass:)?)(?!(?:env|file|fd|stdin)\b)${WORD}`,
    'g',
  ),
  // jenkins-cli.jar -auth ann:…
  /((?<!\S)-auth\s{1,4})[^\s:@"']{1,200}:[^\s"']{1,512}/g,
  // npm config set //r/:_authToken …, aws configure set aws_secret_access_key …
  new RegExp(
    String.raw`((?<![\w.-])config(?:ure)?\s{1,4}set\s{1,4}(?:[^\s]{0,200}?[^\s\w.-])?${name}\s{1,4})${WORD}`,
    'gi',
  ),
];
