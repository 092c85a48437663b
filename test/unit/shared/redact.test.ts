import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../electron/shared/redact.ts';

/** One redactor for all that is kept or passed on: the app's log and the report of Diagnostics. */

test.each([
  ['{"jenkins":{"apiToken":"11ab cd"}}', '{"jenkins":{"apiToken":(hidden)}}'],
  ['password=swordfish, user=x', 'password=(hidden), user=x'],
  ['Password: swordfish', 'Password: (hidden)'],
  ["passwd='sword fish'", 'passwd=(hidden)'],
  ['API_KEY=swordfish', 'API_KEY=(hidden)'],
  ['credentials=swordfish', 'credentials=(hidden)'],
  ['token-a: 1415.swordfish', 'token-a: (hidden)'],
  ['token: not-found', 'token: (hidden)'],
  ['jenkins-cli --token swordfish list', 'jenkins-cli --token (hidden) list'],
  ['http://admin:swordfish@127.0.0.1:8081/', 'http://(hidden)@127.0.0.1:8081/'],
  ['https://swordfish@proxy.example/', 'https://(hidden)@proxy.example/'],
  ['Authorization: Basic YWRtaW46eA==', 'Authorization: Basic (hidden)'],
  ['{"authorization":"Bearer abc","user":"x"}', '{"authorization":"Bearer (hidden)","user":"x"}'],
])('what looks like a secret is removed from %s', (line, without) => {
  expect(redact(line)).toBe(without);
});

test('known secrets are removed wherever they occur', () => {
  const secrets = ['hunter22-password', 'a1b2c3d4e5f6'];
  expect(redact('login admin hunter22-password failed', secrets)).toBe('login admin (hidden) failed');
  expect(redact('Jenkins is ready', ['', 'is'])).toBe('Jenkins is ready');
});

test.each([
  'Jenkins requires a login: make an API token in Jenkins',
  'http://127.0.0.1:8081/job/train@2/',
  'unix:///var/run/docker.sock',
  'the password file is gone',
  'installs credentials:1415.v831096eb_5534, plain-credentials:2.6.1 and strict-crumb-issuer:2.1.2',
  '"credentials-binding": "687.v619cb_15e923f", token-macro: 444.v52de7e9c573d',
  'exec: "docker-credential-desktop": executable file not found in $PATH',
  'docker-credential-pass: not found',
  'secret file /run/jenkins-tray/admin-password: No such file or directory',
  'FROM docker-image://alpine:3@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
])('%s stays as it is', (line) => {
  expect(redact(line)).toBe(line);
});

const repeated = (text: string, count: number): string => text.repeat(count);
const BODY = `${repeated('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 2)}\n${repeated('abcd+/EF', 8)}`;

test.each([
  ['a key of AWS', 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalr'],
  ['the same as a command exports it', 'export AWS_SECRET_ACCESS_KEY="wJalr XUtn"; make', 'wJalr'],
  ['one without a name', `fetching with ${'AKIA'}Q3EGRIFCNBTMAAAB today`, 'Q3EGRIFC'],
  ['a token of GitHub', `pushing with ${'ghp'}_${repeated('aB3', 12)} failed`, 'aB3aB3'],
  ['a fine-grained one', `x ${'github'}_pat_${repeated('A1', 11)}_${repeated('b2', 29)}b y`, 'A1A1'],
  ['one of GitLab', `x ${'glpat'}-abcdefghij1234567890 y`, 'abcdefghij'],
  ['one of Hugging Face', `x ${'hf'}_${repeated('aBcd', 8)}eF y`, 'aBcdaBcd'],
  ['one of a runner of GitLab', `x ${'glrt'}-t1_${repeated('aB3', 7)} y`, 'aB3aB3'],
  ['one of PyPI', `x ${'pypi'}-AgEIcHlwaS5vcmc${repeated('aB3_-', 8)} y`, 'aB3_-'],
  ['one of Google', `x?key=${'AI'}zaSy${repeated('aB3', 11)}&y`, 'aB3aB3'],
  ['one of Slack', `${'xoxb'}-1234567890-abcdefABCDEF`, 'abcdefABC'],
  ['one of npm', `//r/:_authToken=${'npm'}_${repeated('a1', 18)}`, 'a1a1'],
  ['a bearer', "curl -H 'X: y' said Bearer abc.def-123_x", 'abc.def'],
  ['a basic login', 'sent basic YWRtaW46eA== to it', 'YWRt'],
  ['a JSON Web Token', `t ${'eyJ'}hbGciOiJIUzI1NiJ9.${'eyJ'}zdWIiOiIxMjM0In0.abc-_x`, 'zdWIi'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${BODY}\n-----END RSA PRIVATE KEY-----`, 'MIIEvQ'],
  ['one that was cut off', `key: -----BEGIN OPENSSH PRIVATE KEY-----\n${BODY}`, 'abcd+'],
  ['one in JSON', JSON.stringify({ k: `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----` }), 'MIIEvQ'],
  ['a login of curl', 'curl -sS -u ann:pa55@w/d http://h/', 'pa55'],
  ['one in quotes', "curl --user 'ann:pa55 word' http://h/", 'word'],
  ['one that is attached', 'curl -uann:pa55 http://h/', 'pa55'],
  ['a cookie', 'Cookie: JSESSIONID.1a2b=node01abc; screen=1', 'node01'],
  ['a cookie that is set', 'set-cookie: JSESSIONID.9=node0xyz;Path=/', 'node0'],
  ['a session', 'with JSESSIONID.1a2b3c=node01abc.node0 in it', 'node01'],
  ['a password with @ in an address', 'http://ann:p@ss@127.0.0.1:8081/x', 'p@ss'],
  ['one with /', 'postgres://ann:se/cret/x@db/app', 'cret'],
  ['both', 'https://ann:a/b@c@proxy.lan:3128', 'a/b'],
  ['one that begins like a port', 'http://ann:8080@h/', '8080'],
  ['a connection string', 'mongodb+srv://ann:pa55@c.example.net/db', 'pa55'],
  ['a variable', 'DB_PASS=pa55,word', 'word'],
  ['an escaped document', JSON.stringify('{"clientSecret":"pa55word"}'), 'pa55'],
  ['a header', 'X-Api-Key: pa55word', 'pa55'],
  ['a crumb', 'Jenkins-Crumb: 0123abcd', '0123'],
  ['a token of Jenkins', `x ${'11'}${repeated('ab', 16)} y`, 'abab'],
  ['docker’s own file', '{"auths":{"r.lan":{"auth":"YW5uOnBhNTU="}}}', 'YW5u'],
  ['a login of docker', 'docker login -u ann -p pa55word r.lan', 'pa55'],
  ['one that is attached to its option', 'podman login r.lan -uann -ppa55word', 'pa55'],
  ['one with an equals sign', 'helm registry login r.lan -p=pa55word', 'pa55'],
  ['one in long form', 'docker login --username ann --password pa55word r.lan', 'pa55'],
  ['one with an equals sign in long form', "docker login --username=ann --password='pa55 w0rd' r.lan", 'w0rd'],
  ['one by standard input', 'echo "pa55 w0rd" | docker login -u ann --password-stdin r.lan', 'w0rd'],
  ['one by printf', String.raw`printf '%s\n' pa55word | sudo podman login --password-stdin`, 'pa55'],
  ['one of a cloud', 'az acr login -n r -u ann -p pa55word', 'pa55'],
  ['one of ssh', 'sshpass -p pa55word ssh ann@h', 'pa55'],
  ['one of a database', 'mysqldump -u ann -ppa55word db', 'pa55'],
  ['one of redis', 'redis-cli -h h -a pa55word ping', 'pa55'],
  ['one of a directory', 'ldapsearch -x -D cn=a -w pa55word', 'pa55'],
  ['one of an archive', 'unzip -P pa55word x.zip', 'pa55'],
  ['one of a key store', 'keytool -list -storepass pa55word -keystore x', 'pa55'],
  ['one of openssl', 'openssl rsa -in k -passin pass:pa55word', 'pa55'],
  ['one of a web server', 'htpasswd -Bbc file ann pa55word', 'pa55'],
  ['one of a web server to its output', 'htpasswd -nb ann pa55word', 'pa55'],
  ['one of Jenkins’ own client', 'java -jar jenkins-cli.jar -auth ann:pa55word who-am-i', 'pa55'],
  ['one that npm stores', 'npm config set //r.lan/:_authToken pa55word', 'pa55'],
  ['one that aws stores', 'aws configure set aws_secret_access_key pa55word', 'pa55'],
  ['options of curl in one word', 'curl -sSLu ann:pa55word http://h/', 'pa55'],
  ['a list of words', '["curl","-u","ann:pa55word","http://h/"]', 'pa55'],
  ['a list of words with a name', '["login", "--password", "pa55 w0rd"]', 'w0rd'],
  ['a cookie of curl', "curl -b 'sid=pa55word' http://h/", 'pa55'],
  ['a cookie of curl in long form', 'curl --cookie "sid=pa55word" http://h/', 'pa55'],
  ['a list of cookies', '{"set-cookie":["sid=pa55word; Path=/","b=pa55"]}', 'pa55'],
  ['an element', '<apiToken>pa55 w0rd</apiToken>', 'w0rd'],
  ['an element that was cut off', '<apiToken>pa55word', 'pa55'],
  ['what Jenkins has encrypted', '<x>{AQAAABAAAAAQc2VjcmV0c2VjcmV0}</x>', 'c2Vj'],
  ['a text of several lines', 'password: |\n  pa55\n  w0rd\nuser: x', 'w0rd'],
  ['a variable of a container', '{"Env":["DB_PASSWORD=pa55 w0rd","A=b"]}', 'w0rd'],
  ['a variable with a quotation mark', '{"Env":["DB_PASSWORD=x\\"pa55"]}', 'pa55'],
  ['one in single quotes', "-e 'DB_PASSWORD=pa55 w0rd'", 'w0rd'],
  ['a key of a store', 'AccountName=a;AccountKey=pa55word==;Suffix=x', 'pa55'],
  ['a key that signs', 'SIGNING_KEY=pa55word', 'pa55'],
  ['a key in a document', '"secretKey": "pa55word"', 'pa55'],
  ['a password of a connection', 'Server=a;Uid=b;Pwd=pa55word;', 'pa55'],
  ['a login of npm', '//r.lan/:_auth=pa55word', 'pa55'],
  ['a login of a registry', 'X-Registry-Auth: pa55word', 'pa55'],
  ['one without a scheme', 'authorization: pa55word for ann', 'pa55'],
  ['another scheme', 'Authorization: ApiKey pa55word', 'pa55'],
  ['a list of headers', '{"Authorization": ["Bearer pa55"]}', 'pa55'],
  ['a digest', 'Authorization: Digest username="a", response="pa55"', 'pa55'],
  ['a file of logins', 'machine h login ann password pa55word', 'pa55'],
  ['an encoded address', 'from=http%3A%2F%2Fann%3Apa55word%40h%2F', 'pa55'],
  ['a new token', '{"tokenName":"x","tokenValue":"pa55word"}', 'pa55'],
  ['a login of a tracker', `wandb login ${repeated('pa55', 10)}`, 'pa55'],
  ['a bearer by its name', 'bearer: pa55word', 'pa55'],
  ['one with an equals sign and quotes', 'Bearer="pa55 w0rd"', 'w0rd'],
  ['one of a document', '{"bearer":"pa55word"}', 'pa55'],
  ['one of an option', 'npx x --bearer pa55word', 'pa55'],
  ['one of letters alone', 'Bearer paZZwordHasNoDigits', 'paZZ'],
  ['one after the name of a token', 'x-api-token: Bearer pazzwordhere', 'pazz'],
  ['one of a document, after its kind', '{"token":"Bearer pazzwordhere","x":1}', 'pazz'],
  ['a password that begins with a switch', 'password="yes, w0rd no"', 'w0rd'],
  ['one of a document', '{"password":"none of w0rds"}', 'w0rd'],
  ['one in single quotes', "password='on w0rd'", 'w0rd'],
  ['one with a comma', 'password=no,w0rd', 'w0rd'],
  ['one with a bracket', 'DB_PASSWORD=off)w0rd', 'w0rd'],
  ['a bot of Telegram', `https://api.telegram.org/bot123456789:${'AA'}${repeated('H1f_x', 7)}/getMe`, 'H1f_'],
  ['a short one', 'https://api.telegram.org/file/bot123456:AA-pa55/x', 'pa55'],
  ['one at a server of one’s own', `http://localhost:8081/bot123456789:${'AA'}${repeated('H1f_x', 7)}/x`, 'H1f_'],
  ['one in another address', `u=https%3A%2F%2Fapi.telegram.org%2Fbot1234567%3A${'AA'}${repeated('H1f_x', 7)}`, 'H1f_'],
  ['the token of a bot', `as 123456789:${'AA'}${repeated('H1f_x', 6)}abc failed`, 'H1f_'],
  ['a webhook of Discord', `https://discord.com/api/webhooks/123456789012345678/${repeated('aB3-', 17)}`, 'aB3-'],
  ['one of its newer API', `https://ptb.discord.com/api/v10/webhooks/12345/${repeated('aB3-', 17)}?wait=1`, 'aB3-'],
  ['a webhook of Slack', `https://hooks.slack.com/services/T0AB/B0AB/${repeated('aB3d', 6)}`, 'aB3d'],
  ['a workflow of Slack', `https://hooks.slack.com/workflows/T0/A0/1/${repeated('aB3d', 6)}`, 'aB3d'],
  ['a trigger of Slack', `https://hooks.slack-gov.com/triggers/T0/1/${repeated('ab3d', 8)}`, 'ab3d'],
  [
    'a webhook of Teams',
    `https://acme.webhook.office.com/webhookb2/1@2/IncomingWebhook/${repeated('ab12', 8)}/y`,
    'ab12',
  ],
  ['one of Mattermost', `https://chat.lan/hooks/${repeated('ab12z', 5)}x`, 'ab12z'],
  ['one of Rocket.Chat', `https://chat.lan/x/hooks/${repeated('aB3', 6)}/${repeated('aB3d', 11)}`, 'aB3d'],
  ['a proxy without its scheme', 'HTTP_PROXY=ann:pa55@proxy:3128', 'pa55'],
  ['a signed address', 'https://b.lan/x?se=1&sig=pa55%2Fword', 'pa55'],
])('%s is hidden', (_what, text, secret) => {
  expect(text).toContain(secret);
  expect(redact(text)).toContain('(hidden)');
  expect(redact(text)).not.toContain(secret);
});

const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
const version = fc.stringMatching(/^\d{1,4}\.v[0-9a-f_]{8,14}$/);
const plugin = fc.constantFrom('credentials', 'token-macro', 'slack', 'telegram-notifications', 'plain-credentials');
/** What a log may have, in which no part is a secret. */
const innocent = fc.oneof(
  fc.tuple(plugin, fc.constantFrom(':', ': '), version).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('jenkins/jenkins:lts@', 'registry.lan:5000/a/b@', 'proxy: nginx@'), digest)
    .map((parts) => parts.join('')),
  fc.constantFrom(
    ...['token bucket', 'the bearer of tokens', 'Bearer authentication', 'bearer: none', '"token_type":"bearer"'],
    ...['Bearer authorization_uri="https://login.example"', 'token: null', 'password: ******', 'bearerFormat: JWT'],
    ...['{"token":null,"password":"true"}', 'Login(token=null)', '[token=null, a]', '"token: none"', 'token: none.'],
    ...['token_type=bearer expires_in=3600', '"token_type": "bearer", "expires_in": 3600', 'token: bearer is expired'],
    ...[
      'https://api.telegram.org/',
      'https://discord.com/channels/123/456',
      'https://api.slack.com/messaging/webhooks',
    ],
    ...['https://gitea.lan/api/v1/hooks/12', 'http://jenkins/github-webhook/', 'robot1234567:8 is idle', 'bot123:456'],
    ...['https://github.com/o/r/settings/hooks/123456789', '/srv/hooks/0123456789abcdef01234567ab', 'noProxy: a,b'],
  ),
);

test('nothing innocent is hidden, whatever is beside it', () => {
  fc.assert(
    fc.property(fc.array(innocent, { maxLength: 6 }), fc.constantFrom('\n', '; ', ' | '), (parts, between) => {
      const text = parts.join(between);
      expect(redact(text)).toBe(text);
    }),
  );
});

test('no address of a bot or webhook is shown, whatever is around it', () => {
  const token = fc.stringMatching(/^AA[\w-]{6}Zq[\w-]{25}$/);
  const places = ['api.telegram.org/bot12345678:', 'discord.com/api/webhooks/1234/', 'hooks.slack.com/services/T0/B0/'];
  const around = fc.constantFrom('', '"', "'", '(', ' ', '<', '\n', '`');
  fc.assert(
    fc.property(fc.constantFrom(...places), token, around, around, (place, secret, before, after) => {
      expect(redact(`${before}https://${place}${secret}${after}`)).not.toContain(secret.slice(8));
    }),
  );
});

test('lines after a secret stay, and so does what names it', () => {
  const text = `a\nAWS_SECRET_ACCESS_KEY=wJalrXUtn\n-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nb`;
  expect(redact(text)).toBe('a\nAWS_SECRET_ACCESS_KEY=(hidden)\n-----BEGIN EC PRIVATE KEY-----(hidden)\nb');
});

test('a known secret is hidden as an address has it, too', () => {
  expect(redact('http://h/?q=p%40ss%2Fword', ['p@ss/word'])).toBe('http://h/?q=(hidden)');
});

test('a known secret is hidden as a document has it, too', () => {
  expect(redact(JSON.stringify({ said: 'x pa"55\\w y' }), ['pa"55\\w'])).toBe('{"said":"x (hidden) y"}');
});

test.each([
  'hf_transformers_cache_directory_name, glft-a, pypi-server of the-hf_hub',
  '["docker","run","-u","1000:1000","image"]',
  'matrix-auth:3.2.6, oic-auth: 4.411.v6a_9c9f1c2b_d, "pam-auth": "1.12", secret-guard:1.0',
  'the <token> of the manager, then\nJenkins is fully up and running',
  'cannot cast java.util.Optional<hudson.util.Secret> to a text\nFinished: FAILURE',
  'login?from=http%3A%2F%2Fjenkins%3A8080%2Fjob%2Fa%40script',
  'curl -b cookies.txt -su x http://h/',
  'vault login, then docker run -u 1000:1000 image',
  '<credentialsId/>, <passwordPolicy enabled="true"/>',
  'Cookies: none; login as ann, whose password expires',
  'docker run -u 1000:1000 image',
  'docker run -p 8080:8080 image; mkdir -p /srv/login -p',
  'docker login --password-stdin r.lan',
  'see the page login -> 8080, or mysql -u ann db',
  '/home/ann/.config/jenkins-tray/secrets: EACCES',
  'Basic authentication is used, by bearers of tokens',
  'http://127.0.0.1:8081/job/a@b/42/ and http://h?x=a@b',
  'PWD=/srv/jenkins',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'Jenkins 2.568.2, container 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
])('%s tells no secret', (text) => {
  expect(redact(text)).toBe(text);
});

test.each([
  ...[
    'a',
    '-',
    '"',
    "'",
    ' ',
    'a.',
    'a-',
    'A/+',
    ': ',
    '://',
    'a://',
    'http://a:',
    'a@',
    'eyJ',
    '11',
    'ghp_',
    'xoxb-a-',
    'hf_',
    'AIza',
    'glrt-',
  ],
  ...[
    'password="',
    "token='",
    'token=a,',
    'token',
    'x_token',
    '--token ',
    '-u a:',
    '-u "',
    'cookie:',
    'bearer ',
    'basic ',
  ],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    'authorization: ',
    'JSESSIONID',
    'AWS_SECRET_KEY = ',
    'mongodb+srv://a',
    '_authToken=',
    '"-u","',
    '"set-cookie":["',
  ],
  ...[
    'basic a',
    '\\"token\\":\\"',
    '&sig=',
    '"auth":"',
    'curl -u',
    'curl -',
    'curl -b',
    '11a',
    '<token>',
    'password: |\n a',
    ';pwd=',
    'login a password ',
    'a%3A%2F%2F',
    'https://hooks.slack.com/services/T',
    'https://discord.com/api/webhooks/1/',
    'https://api.telegram.org/bot',
    'bot1234567:',
    '12345678:AA',
    'https://a/hooks/',
    'x_proxy=a:',
    'bearer: ',
    'token: bearer ',
  ],
])('a text of nothing but %j takes time in proportion to its length', (piece) => {
  // Its processor time, in ms: on a busy computer, a tenth of the time that passes.
  const time = (length: number): number => {
    const text = piece.repeat(length / piece.length);
    const began = process.cpuUsage();
    redact(text);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  time(1000);
  // A quadratic pattern takes tens of seconds for this.
  expect(time(200_000)).toBeLessThan(2500);
});
