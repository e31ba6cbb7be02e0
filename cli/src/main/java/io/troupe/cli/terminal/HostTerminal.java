package io.troupe.cli.terminal;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal of this process. What Java cannot do with one, {@code stty} does. */
public final class HostTerminal implements Terminal {
    @Override
    public boolean reads() {
        return isTerminal(0);
    }

    @Override
    public boolean shows() {
        return isTerminal(1);
    }

    @Override
    public boolean showsErrors() {
        return isTerminal(2);
    }

    /** By what the descriptor is open on; where that cannot be seen, whether this JVM has a console. */
    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException noProc) {
            return hasConsole();
        }
    }

    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Size size() {
        try {
            var words = stty("size").split(" ", -1);
            var size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            return size.columns() > 0 && size.rows() > 0 ? size : Size.USUAL;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return Size.USUAL;
        }
    }

    @Override
    public Raw raw() {
        try {
            var before = stty("-g");
            // Bytes go through as they are; the far terminal does what this one would have done.
            stty("raw", "-echo");
            var restored = new Thread(() -> restore(before), "troupe-terminal");
            Runtime.getRuntime().addShutdownHook(restored);
            return () -> restore(before);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILURE, "The terminal cannot be made raw: " + e.getMessage());
        }
    }

    private static void restore(String state) {
        try {
            stty(state);
        } catch (IOException gone) {
            // The terminal was closed; there is nothing to bring back.
        }
    }

    /** The signal is the only notice, and the JDK has no supported way to hear it: where it cannot be heard, the size stays. */
    @Override
    public void onResize(Runnable changed) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            changed.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> false;
                            default -> "resize";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException noSuchSignal) {
            return;
        }
    }

    private static String stty(String... words) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add("stty");
        command.addAll(java.util.List.of(words));
        var process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/tty").toFile()))
                .start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException("stty failed");
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
