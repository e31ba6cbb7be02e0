package io.troupe.cluster.directory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The directory of one node: it knows what lives here, and asks the others for the rest. */
public final class WorkloadDirectory extends AbstractBehavior<DirectoryMessage> {
    private static final ServiceKey<DirectoryMessage> KEY = ServiceKey.create(DirectoryMessage.class, "directory");
    private static final int LISTENERS_MAX = 1_000;

    private final Duration peerAnswerMax;
    private final DirectoryState state = new DirectoryState();
    private final Set<ActorRef<ClusterEvent>> listeners = new HashSet<>();
    private final Set<ActorRef<DirectoryMessage>> followers = new HashSet<>();
    private List<ActorRef<DirectoryMessage>> others = List.of();
    private boolean allReachable = true;

    private WorkloadDirectory(ActorContext<DirectoryMessage> context, Duration peerAnswerMax) {
        super(context);
        this.peerAnswerMax = peerAnswerMax;
        var receptionist = context.getSystem().receptionist();
        receptionist.tell(Receptionist.register(KEY, context.getSelf()));
        receptionist.tell(Receptionist.subscribe(
                KEY, context.messageAdapter(Receptionist.Listing.class, WorkloadDirectory::peers)));
    }

    private static DirectoryMessage peers(Receptionist.Listing listing) {
        var reachable = listing.getServiceInstances(KEY);
        return new DirectoryMessage.Peers(
                List.copyOf(reachable),
                listing.getAllServiceInstances(KEY).stream()
                        .filter(directory -> !reachable.contains(directory))
                        .toList());
    }

    /**
     * @param peerAnswerMax how long it waits for the directory of another node to say something; without one that has not, the answer is not whole
     */
    public static Behavior<DirectoryMessage> create(Duration peerAnswerMax) {
        return Behaviors.setup(context -> new WorkloadDirectory(context, peerAnswerMax));
    }

    @Override
    public Receive<DirectoryMessage> createReceive() {
        return newReceiveBuilder().onMessage(DirectoryMessage.class, this::on).build();
    }

    private Behavior<DirectoryMessage> on(DirectoryMessage message) {
        switch (message) {
            case DirectoryMessage.Update(DirectoryUpdate update) -> update(update);
            case DirectoryMessage.Find(DirectoryQuestion question, ActorRef<Answer> replyTo) -> find(question, replyTo);
            case DirectoryMessage.FindHere find -> {
                var portion = state.portion(find.question(), find.from());
                find.replyTo()
                        .tell(new DirectoryMessage.Part(getContext().getSelf(), portion.answer(), portion.next()));
            }
            case DirectoryMessage.Count(ActorRef<DirectoryMessage.Running> replyTo) ->
                replyTo.tell(new DirectoryMessage.Running(state.runningDeployments()));
            case DirectoryMessage.Listen(ActorRef<ClusterEvent> listener) -> listen(listener);
            case DirectoryMessage.ListenerGone(ActorRef<ClusterEvent> listener) -> {
                listeners.remove(listener);
                tellOthers();
            }
            case DirectoryMessage.Follow(ActorRef<DirectoryMessage> follower) -> {
                if (followers.add(follower)) {
                    getContext().watchWith(follower, new DirectoryMessage.Unfollow(follower));
                }
            }
            case DirectoryMessage.Unfollow(ActorRef<DirectoryMessage> follower) -> {
                getContext().unwatch(follower);
                followers.remove(follower);
            }
            case DirectoryMessage.Heard(ClusterEvent event) -> pass(event);
            case DirectoryMessage.Peers peers -> {
                allReachable = peers.unreachable().isEmpty();
                others = peers.directories().stream()
                        .filter(directory -> !directory.equals(getContext().getSelf()))
                        .toList();
                tellOthers();
            }
        }
        return this;
    }

    private void update(DirectoryUpdate update) {
        state.apply(update);
        if (update instanceof DirectoryUpdate.Happened(ClusterEvent event)) {
            pass(event);
            followers.forEach(follower -> follower.tell(new DirectoryMessage.Heard(event)));
        }
    }

    private void pass(ClusterEvent event) {
        listeners.forEach(listener -> listener.tell(event));
    }

    private void find(DirectoryQuestion question, ActorRef<Answer> replyTo) {
        var here = state.answer(question);
        if (others.isEmpty()) {
            replyTo.tell(allReachable ? here : here.partial());
        } else {
            getContext()
                    .spawnAnonymous(DirectorySearch.create(new DirectorySearch.Question(
                            question, here, others, allReachable, peerAnswerMax, replyTo)));
        }
    }

    private void listen(ActorRef<ClusterEvent> listener) {
        if (listeners.size() >= LISTENERS_MAX) {
            getContext().getLog().warn("listener={} refused=\"more than {}\"", listener.path(), LISTENERS_MAX);
            return;
        }
        listeners.add(listener);
        getContext().watchWith(listener, new DirectoryMessage.ListenerGone(listener));
        tellOthers();
    }

    /** Says, again if need be, whether this directory wants to hear what happens on other nodes. */
    private void tellOthers() {
        var self = getContext().getSelf();
        var wish = listeners.isEmpty() ? new DirectoryMessage.Unfollow(self) : new DirectoryMessage.Follow(self);
        others.forEach(other -> other.tell(wish));
    }
}
