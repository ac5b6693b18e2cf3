package io.lepton.testkit.storage;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Demands that the tests named by {@link ObjectStoreContract#knownFaults} fail, and no others. */
final class KnownFaults implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    run(invocation, invocationContext, extensionContext);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    run(invocation, invocationContext, extensionContext);
  }

  private static void run(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext extensionContext)
      throws Throwable {
    Map<String, String> faults =
        extensionContext
            .getRequiredTestInstances()
            .findInstance(ObjectStoreContract.class)
            .map(ObjectStoreContract::knownFaults)
            .orElse(Map.of());
    String method = test.getExecutable().getName();
    String arguments =
        test.getArguments().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String fault =
        Stream.of(method, method + "(" + arguments + ")")
            .filter(faults::containsKey)
            .findFirst()
            .orElse("");
    if (fault.isEmpty()) {
      invocation.proceed();
      return;
    }
    try {
      invocation.proceed();
    } catch (TestAbortedException e) {
      throw e;
    } catch (Throwable e) {
      extensionContext.publishReportEntry("known fault", faults.get(fault) + " (" + e + ")");
      return;
    }
    throw new AssertionError(
        fault + " passes now: take it off the known faults (" + faults.get(fault) + ")");
  }
}
