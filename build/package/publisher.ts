/** Who publishes the packages. A fork that publishes its own changes these three, and nothing else. */
export const publisher = {
  name: 'The Jenkins Tray developers',
  email: 'jenkins-tray@example.org',
  page: 'https://example.org/jenkins-tray',
};
