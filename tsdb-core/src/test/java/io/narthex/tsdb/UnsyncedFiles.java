package io.narthex.tsdb;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Files of this machine that nobody waits for to reach the disk: for tests with hundreds of
/// blocks, in which no machine loses power.
final class UnsyncedFiles {
    private UnsyncedFiles() {}

    static FileStore of() {
        return proxy(FileStore.class, FileStore.local());
    }

    private static <T> T proxy(Class<T> type, T target) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("force")) {
                        return null;
                    }
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    return unsynced(call(target, method, arguments));
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static @Nullable Object unsynced(@Nullable Object result) {
        return result instanceof StoreFile file ? proxy(StoreFile.class, file) : result;
    }
}
