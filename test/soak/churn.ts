import type {Holder} from '../e2e/helpers/sockets.ts';

/** Sockets that come and go. */
export type Churn = {
  /** Opens some and closes some of those before; what the screen then shows of the newest. */
  readonly step: (number: number) => Promise<string>;
};

/** Sockets of this churn that are open at any time. */
const open = 6;
const firstPort = 20_000;
const ports = 5000;
/** Steps from one TCP connection to the next. */
const betweenConnections = 40;

export function createChurn(holder: Holder, connects: boolean): Churn {
  const held: (readonly number[])[] = [];
  return {
    step: async number => {
      const port = firstPort + (number % ports);
      const protocol = number % 3 === 0 ? 'udp' : 'tcp';
      const address = number % 2 === 0 ? '127.0.0.1' : '0.0.0.0';
      const sockets = [await holder.tell(`listen ${protocol} ${address} ${port}`)];
      if (protocol === 'udp') sockets.push(await holder.tell(`connect udp 127.0.0.1 ${port}`));
      else if (connects && number % betweenConnections === 1) {
        const near = await holder.tell(`connect tcp 127.0.0.1 ${port}`);
        sockets.push(near, near + 1);
      }
      held.push(sockets);
      if (held.length > open) for (const each of held.shift() ?? []) await holder.tell(`close ${each}`);
      return ` ${address}:${port} `;
    },
  };
}
