package io.ringway.stress.lincheck;

import io.ringway.queues.WorkStealingDeque;

/** The calls whose results {@link DequeModel} gives. Lincheck finds those that a subclass marks as an operation. */
abstract class DequeOperations {

    private static final int ROOM = 16;

    /** Each push makes its own: the same number pushed twice is two elements. */
    private static final class Element {
        private final int number;

        Element(int number) {
            this.number = number;
        }
    }

    private final WorkStealingDeque<Element> deque;

    DequeOperations(int capacity) {
        deque = new WorkStealingDeque<>(capacity);
    }

    public boolean push(int element) {
        return deque.push(new Element(element));
    }

    public Integer pop() {
        return number(deque.pop());
    }

    public Integer steal() {
        return number(deque.steal());
    }

    public String stealBatch(int limit) {
        WorkStealingDeque<Element> into = new WorkStealingDeque<>(ROOM);
        StringBuilder batch = new StringBuilder();
        for (int count = deque.stealBatch(into, limit); count > 0; count--) {
            batch.append(number(into.steal()));
        }
        return batch.toString();
    }

    private static Integer number(Element element) {
        return element == null ? null : element.number;
    }
}
