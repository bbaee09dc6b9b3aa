package io.pagenow.presence.bench;

import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;

/** A process with some of the users of {@link ManyConnectionsBenchmark}. */
public final class GeneratorProcess implements RemoteGenerator.Factory {

  /** A strong reference: without one, RMI may drop the object before the first call. */
  private static final GeneratorProcess PROCESS = new GeneratorProcess();

  private GeneratorProcess() {}

  /**
   * Starts a process, which ends when its standard input ends.
   *
   * @param args the port of the registry, on the loopback interface
   */
  public static void main(String[] args) throws Exception {
    Registry registry = LocateRegistry.createRegistry(Integer.parseInt(args[0]));
    registry.rebind(NAME, UnicastRemoteObject.exportObject(PROCESS, 0));
    while (System.in.read() >= 0) {
      // The main process writes nothing. The system closes the stream when that process ends.
    }
    System.exit(0);
  }

  @Override
  public RemoteGenerator create(RemoteGenerator.Setup setup) throws RemoteException {
    UserGroup group = new UserGroup(setup);
    UnicastRemoteObject.exportObject(group, 0);
    return group;
  }
}
