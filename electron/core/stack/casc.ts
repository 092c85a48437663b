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

/** The secret files for a new home; the image's entry point waits for the last one. */
export const secretFiles = (
  password: string,
  url: string,
  executors: number,
): readonly { readonly name: string; readonly content: string }[] => [
  { name: 'admin-password', content: `${password}\n` },
  { name: 'casc.yaml', content: cascFor(password, url, executors) },
];
