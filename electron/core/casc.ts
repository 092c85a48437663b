import type { SecretFile } from './ports.ts';

/** Configuration as Code for a new home: one administrator and no anonymous access. JSON is YAML. */
export function cascFor(password: string, url: string, executors: number): string {
  return JSON.stringify(
    {
      jenkins: {
        numExecutors: executors,
        securityRealm: { local: { allowsSignup: false, users: [{ id: 'admin', name: 'Administrator', password }] } },
        authorizationStrategy: { loggedInUsersCanDoAnything: { allowAnonymousRead: false } },
      },
      unclassified: { location: { url } },
    },
    null,
    2,
  );
}

/** Put into the Jenkins container by archive: an environment or a volume would be inherited by agent containers. */
export const secretFiles = (password: string, url: string, executors: number): readonly SecretFile[] => [
  { path: '/run/jenkins-tray/casc.yaml', content: cascFor(password, url, executors), uid: 1000, mode: 0o400 },
  { path: '/run/jenkins-tray/admin-password', content: `${password}\n`, uid: 1000, mode: 0o400 },
];
