/** Who publishes the packages. A fork that publishes its own changes these four, and nothing else. */
export const publisher = {
  name: 'The Jenkins Tray developers',
  email: 'jenkins-tray@example.org',
  page: 'https://example.org/jenkins-tray',
  /** The AppStream id of a publisher: a domain of theirs, reversed. */
  id: 'org.example',
};
