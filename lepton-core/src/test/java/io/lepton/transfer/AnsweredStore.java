package io.lepton.transfer;

import io.lepton.spi.storage.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

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

  static ObjectStore of(ObjectStore store, Answers answers) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) ->
                answers.answer(
                    arguments == null ? new Object[0] : arguments,
                    () -> {
                      try {
                        return method.invoke(store, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
