package org.apache.cassandra.utils;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Map;

/**
 * The calls of Linux that Cassandra makes, all but the locking of memory.
 *
 * <p>Cassandra locks all its memory when it may, which it may as root. That makes every mapped page resident at once, the whole 140 MB
 * module file of the JDK included: 180 MB that the embedded Cassandra does not use.
 */
public final class NativeLibraryLinux implements NativeLibraryWrapper {
    static {
        Native.register(NativeLibraryLinux.class, com.sun.jna.NativeLibrary.getInstance("c", Map.of()));
    }

    private static native int fcntl(int fd, int command, long flags) throws LastErrorException;

    private static native int posix_fadvise(int fd, long offset, long length, int flag) throws LastErrorException;

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int fsync(int fd) throws LastErrorException;

    private static native int close(int fd) throws LastErrorException;

    private static native Pointer strerror(int errorNumber);

    @Override
    public boolean isAvailable() {
        return true;
    }

    /** Refused in the one way that Cassandra takes without a word. */
    @Override
    public int callMlockall(int flags) {
        throw new UnsatisfiedLinkError("the embedded Cassandra does not lock its memory");
    }

    @Override
    public int callMunlockall() {
        return 0;
    }

    @Override
    public int callFcntl(int fd, int command, long flags) {
        return fcntl(fd, command, flags);
    }

    @Override
    public int callPosixFadvise(int fd, long offset, int length, int flag) {
        return posix_fadvise(fd, offset, length, flag);
    }

    @Override
    public int callOpen(String path, int flags) {
        return open(path, flags);
    }

    @Override
    public int callFsync(int fd) {
        return fsync(fd);
    }

    @Override
    public int callClose(int fd) {
        return close(fd);
    }

    @Override
    public Pointer callStrerror(int errorNumber) {
        return strerror(errorNumber);
    }

    @Override
    public long callGetpid() {
        return ProcessHandle.current().pid();
    }
}
