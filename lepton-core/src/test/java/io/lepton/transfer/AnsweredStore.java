package io.lepton.transfer;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.WrappingProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Function;

/** Object stores of which single calls are answered otherwise than by the real one. */
final class AnsweredStore {

  /** What the real store would answer. */
  @FunctionalInterface
  interface Real {
    Object answer() throws Throwable;
  }

  /** Answers every call, by the real store or otherwise. */
  @FunctionalInterface
  interface Answers {
    Object answer(Object[] arguments, Real real) throws Throwable;
  }

  private AnsweredStore() {}

  /** The provider of such stores, by what answers in place of each that {@code real} opens. */
  static CloudProvider provider(CloudProvider real, Function<ObjectStore, Answers> answers) {
    return new WrappingProvider(real) {
      @Override
      protected ObjectStore wrap(ObjectStore store) {
        return of(store, answers.apply(store));
      }
    };
  }

  static ObjectStore of(ObjectStore store, Answers answers) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            new Handler(store, answers));
  }

  private record Handler(ObjectStore store, Answers answers) implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
      Object[] arguments = given == null ? new Object[0] : given;
      return answers.answer(arguments, () -> real(method, arguments));
    }

    private Object real(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(
            store, Arrays.stream(arguments).map(Handler::withoutProxies).toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    /** A store copies from one of its own kind only. */
    private static Object withoutProxies(Object argument) {
      return argument instanceof CopyRequest copy
              && Proxy.isProxyClass(copy.source().getClass())
              && Proxy.getInvocationHandler(copy.source()) instanceof Handler from
          ? new CopyRequest(from.store, copy.object(), copy.key(), copy.precondition())
          : argument;
    }
  }
}
