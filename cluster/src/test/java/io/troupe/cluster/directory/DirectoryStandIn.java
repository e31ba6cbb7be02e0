package io.troupe.cluster.directory;

import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import java.util.Collection;

/** Does on virtual time what {@link WorkloadDirectory} does: keeps the pictures of its node, and answers from them. */
public final class DirectoryStandIn {
    private final DirectoryState state = new DirectoryState();

    public void update(DirectoryUpdate update) {
        state.apply(update);
    }

    public DirectoryMessage.Answer answer() {
        return state.answer(new DirectoryQuestion.Everything());
    }

    /** One answer of those that came in time. */
    public static DirectoryMessage.Answer merged(Collection<DirectoryMessage.Answer> answers) {
        return DirectoryState.merged(answers);
    }
}
