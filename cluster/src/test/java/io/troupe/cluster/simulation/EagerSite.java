package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.workload.DepartedNode;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A planted fault: what is to be stored counts as stored before it is. */
record EagerSite(Site product) implements Site {
    @Override
    public Instant now() {
        return product.now();
    }

    @Override
    public List<DepartedNode> departed() {
        return product.departed();
    }

    @Override
    public String unique() {
        return product.unique();
    }

    @Override
    public void tell(Address to, Object message, @Nullable ReturnAddress replyTo) {
        product.tell(to, message, replyTo);
    }

    @Override
    public void answer(ReturnAddress to, Object message) {
        product.answer(to, message);
    }

    @Override
    public void tellDirectory(DirectoryUpdate update) {
        product.tellDirectory(update);
    }

    @Override
    public void store(String journal, long sequenceBefore, List<?> entries, Runnable stored, Runnable failed) {
        product.store(journal, sequenceBefore, entries, () -> {}, () -> {});
        stored.run();
    }

    @Override
    public void read(String journal, Consumer<List<Object>> read, Runnable failed) {
        product.read(journal, read, failed);
    }

    @Override
    public void addToRoster(Collection<RosterEntry> entries, Runnable done, Runnable failed) {
        product.addToRoster(entries, done, failed);
    }

    @Override
    public void removeFromRoster(RosterEntry entry, Runnable done, Runnable failed) {
        product.removeFromRoster(entry, done, failed);
    }

    @Override
    public void readRoster(Consumer<List<RosterEntry>> read, Runnable failed) {
        product.readRoster(read, failed);
    }

    @Override
    public void searchDirectories(Consumer<DirectoryMessage.Answer> found) {
        product.searchDirectories(found);
    }

    @Override
    public void after(Duration delay, Runnable act) {
        product.after(delay, act);
    }

    @Override
    public void soon(Runnable act) {
        product.soon(act);
    }

    @Override
    public void crashPoint() {
        product.crashPoint();
    }

    @Override
    public void happened(Happening happening) {
        product.happened(happening);
    }

    @Override
    public void tell(Supplier<String> line) {
        product.tell(line);
    }

    @Override
    public void stop() {
        product.stop();
    }
}
