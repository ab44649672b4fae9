/** Thrown when another process already listens on a port; names the flag that chooses another. */
export class PortTakenError extends Error {
  override name = 'PortTakenError' as const;
  readonly port: number;
  readonly flag: '--port' | '--aws-port';

  constructor(port: number, flag: '--port' | '--aws-port', cause: unknown) {
    super(`port ${port} is already in use, choose another with ${flag}`, { cause });
    this.port = port;
    this.flag = flag;
  }
}

/** Waits for a server to listen; a taken port becomes PortTakenError. */
export async function listenOn<T>(
  listening: Promise<T>,
  port: number,
  flag: '--port' | '--aws-port',
): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new PortTakenError(port, flag, error);
    }
    throw error;
  }
}
