package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void admitsInTurnAsRoomComesFree() {
        Admission admission = new Admission(2, 100, 10);
        assertThat(admission.tryEnter(60)).isTrue();
        assertThat(admission.tryEnter(50)).isFalse(); // too many bytes
        assertThat(admission.tryEnter(40)).isTrue();
        CompletableFuture<Void> first = admission.enter(70);
        CompletableFuture<Void> second = admission.enter(10);
        admission.leave(40);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone(); // not before its turn
        admission.leave(60);
        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(admission.tryEnter(0)).isFalse(); // too many requests
    }

    @Test
    void admitsTheLargestAlone() {
        Admission admission = new Admission(2, 100, 10);
        assertThat(admission.tryEnter(1_000)).isTrue();
        assertThat(admission.tryEnter(0)).isFalse();
    }

    @Test
    void admitsNobodyWhileDeliveriesWaitForTheirWayOut() {
        Admission admission = new Admission(10, 100, 2);
        admission.unsent(3);
        assertThat(admission.tryEnter(1)).isFalse();
        CompletableFuture<Void> publisher = admission.enter(1);
        assertThat(publisher).isNotDone();
        admission.sent(1);
        assertThat(publisher).isDone();
        assertThat(admission.tryEnter(1)).isTrue();
    }
}
