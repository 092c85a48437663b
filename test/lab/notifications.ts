import * as dbus from '@jellybrick/dbus-next';

/** A notification received on the session bus. */
export interface ReceivedNotification {
  readonly title: string;
  readonly body: string;
}

/** A notification service that only records notifications. */
export async function notifications(busAddress = process.env.DBUS_SESSION_BUS_ADDRESS ?? '') {
  const bus = dbus.sessionBus({ busAddress });
  const received: ReceivedNotification[] = [];
  const answers: Record<string, (message: dbus.Message) => readonly [signature: string, body: unknown[]]> = {
    GetCapabilities: () => ['as', [['body']]],
    GetServerInformation: () => ['ssss', ['lab', 'Jenkins Tray', '1', '1.2']],
    CloseNotification: () => ['', []],
    Notify: ({ body: [, , , title, body] }) => {
      received.push({ title: String(title), body: String(body) });
      return ['u', [received.length]];
    },
  };
  bus.addMethodHandler((message: dbus.Message): boolean => {
    const answer = message.interface === 'org.freedesktop.Notifications' ? answers[message.member] : undefined;
    if (answer === undefined) return false;
    bus.send(dbus.Message.newMethodReturn(message, ...answer(message)));
    return true;
  });
  await bus.requestName('org.freedesktop.Notifications', dbus.NameFlag.DO_NOT_QUEUE);
  return {
    /** All notifications since the last call. */
    take: (): readonly ReceivedNotification[] => received.splice(0),
    close: () => bus.disconnect(),
  };
}
