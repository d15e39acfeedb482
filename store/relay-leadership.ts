/**
 * Who of several relays may work: the one whose database session holds an advisory lock. The same session
 * listens for new outbox rows. It must be a connection of its own, straight to PostgreSQL: a pool, or a
 * pooler in transaction mode, would hand the lock to somebody else.
 */
import { Client } from 'pg';

// Any two numbers will do, as long as nothing else in this database locks the same ones.
const LEADER_LOCK = [7104, 10] as const;

/**
 * A leader whose machine vanishes without a word is noticed after 5 s of silence and three unanswered
 * probes; a waiting session whose client is gone, within 5 s.
 */
const SESSION_OPTIONS = [
  '-c tcp_keepalives_idle=5',
  '-c tcp_keepalives_interval=5',
  '-c tcp_keepalives_count=3',
  '-c client_connection_check_interval=5000',
  '-c statement_timeout=0',
].join(' ');

export interface Leadership {
  /** True until the session ends, whoever ended it; then the lock is gone too. */
  isHeld(): boolean;
  /** Resolves at the next new outbox row, after `withinMs`, or when leadership ends. */
  nextWake(withinMs: number): Promise<void>;
}

export interface Candidacy {
  /** Resolves once this session leads; rejects when it ends first. Waits as long as another one leads. */
  elected: Promise<Leadership>;
  /** Stops waiting, or leading: gives the lock back and ends a `nextWake` under way. */
  withdraw(): Promise<void>;
}

/**
 * Stands for leader. Waiting is one sleeping statement, so a successor takes over the moment the leader's
 * session ends, without polling.
 *
 * @param url the application's database
 */
export function standForLeader(url: string): Candidacy {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    options: SESSION_OPTIONS,
    application_name: 'outbox-relay-leader',
  });
  const session = watch(client);
  const elected = elect(client, session);
  return {
    elected,
    withdraw: async () => {
      session.end();
      // Ending a session that waits for the lock rejects its election: that is the wish here.
      elected.catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
}

interface Session {
  isAlive: boolean;
  /** A row announced while nobody waited is not forgotten. */
  isRung: boolean;
  ring: () => void;
  end: () => void;
  wake: (() => void) | undefined;
}

function watch(client: Client): Session {
  const session: Session = {
    isAlive: true,
    isRung: false,
    wake: undefined,
    ring: () => {
      session.isRung = true;
      session.wake?.();
    },
    end: () => {
      session.isAlive = false;
      session.wake?.();
    },
  };
  client.on('error', session.end);
  client.on('end', session.end);
  client.on('notification', session.ring);
  return session;
}

async function elect(client: Client, session: Session): Promise<Leadership> {
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1, $2)', [...LEADER_LOCK]);
    await client.query('LISTEN outbox');
  } catch (error) {
    session.end();
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    isHeld: () => session.isAlive,
    nextWake: (withinMs) => nextWake(session, withinMs),
  };
}

async function nextWake(session: Session, withinMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    if (session.isRung || !session.isAlive) {
      resolve();
      return;
    }
    const alarm = setTimeout(resolve, withinMs);
    session.wake = () => {
      clearTimeout(alarm);
      resolve();
    };
  });
  session.isRung = false;
  session.wake = undefined;
}
