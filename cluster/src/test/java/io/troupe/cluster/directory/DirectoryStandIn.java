package io.troupe.cluster.directory;

import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import java.util.Collection;
import java.util.stream.Stream;

/** Does on virtual time what {@link WorkloadDirectory} does: keeps the pictures of its node, and answers from them. */
public final class DirectoryStandIn {
    private final DirectoryState state = new DirectoryState();

    public void update(DirectoryUpdate update) {
        state.apply(update);
    }

    /** Pictures and names. */
    public DirectoryMessage.Answer answer() {
        return merged(Stream.of(
                        new DirectoryQuestion.AllWorkloads(),
                        new DirectoryQuestion.RunningDeployments(),
                        new DirectoryQuestion.AllGroups(),
                        new DirectoryQuestion.AllNames())
                .map(state::answer)
                .toList());
    }

    /** One answer of those that came in time. */
    public static DirectoryMessage.Answer merged(Collection<DirectoryMessage.Answer> answers) {
        return DirectoryState.merged(answers);
    }
}
