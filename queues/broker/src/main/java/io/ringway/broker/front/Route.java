package io.ringway.broker.front;

/**
 * What a topic means.
 *
 * @param kind what is asked
 * @param queue the name of the queue; empty if there is none
 */
record Route(Kind kind, String queue) {

    enum Kind {
        /** Ordinary MQTT. */
        PLAIN,
        /** The queue itself. */
        QUEUE,
        ACK,
        NACK,
        REJECT,
        /** Creating a queue. */
        CREATE,
        /** Changing or reading a queue's configuration. */
        CONFIG,
        /** A queue's figures. */
        STATS,
        /** In the name space of queues or of their administration, but nothing of the above. */
        UNKNOWN
    }

    private static final String QUEUES = "$queue";
    private static final String ADMIN = "$admin";
    private static final String ADMIN_QUEUE = "$admin/queue/";
    private static final Route ORDINARY = new Route(Kind.PLAIN, "");
    private static final Route UNKNOWN = new Route(Kind.UNKNOWN, "");

    static Route of(String topic) {
        if (topic.isEmpty() || topic.charAt(0) != '$') {
            return ORDINARY;
        }
        if (isBelow(QUEUES, topic)) {
            int last = topic.lastIndexOf('/');
            if (last > 0 && topic.startsWith("/$", last)) {
                Kind kind = switch (topic.substring(last + 2)) {
                    case "ack" -> Kind.ACK;
                    case "nack" -> Kind.NACK;
                    case "reject" -> Kind.REJECT;
                    default -> Kind.UNKNOWN;
                };
                return new Route(kind, topic.substring(0, last));
            }
            return new Route(Kind.QUEUE, topic);
        }
        return isBelow(ADMIN, topic) ? admin(topic) : ORDINARY;
    }

    private static Route admin(String topic) {
        if (topic.equals(ADMIN_QUEUE + "create")) {
            return new Route(Kind.CREATE, "");
        }
        int last = topic.lastIndexOf('/');
        if (!topic.startsWith(ADMIN_QUEUE) || last < ADMIN_QUEUE.length()) {
            return UNKNOWN;
        }
        String queue = QUEUES + "/" + topic.substring(ADMIN_QUEUE.length(), last);
        return switch (topic.substring(last + 1)) {
            case "config" -> new Route(Kind.CONFIG, queue);
            case "stats" -> new Route(Kind.STATS, queue);
            default -> UNKNOWN;
        };
    }

    private static boolean isBelow(String root, String topic) {
        return topic.startsWith(root) && (topic.length() == root.length() || topic.charAt(root.length()) == '/');
    }
}
