package io.agentrunner.steps;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes the body of an answer up to a limit, and ends the exchange where there is more. */
final class BoundedBody implements BodySubscriber<BoundedBody.Body> {

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Body> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** What came. */
    static final class Body {
        private final byte[] bytes;
        private final boolean isWhole;

        private Body(byte[] bytes, boolean isWhole) {
            this.bytes = bytes;
            this.isWhole = isWhole;
        }

        boolean isEmpty() {
            return bytes.length == 0;
        }

        /** Whether there was no more than the limit. */
        boolean isWhole() {
            return isWhole;
        }

        String text(Charset charset) {
            return new String(bytes, charset);
        }
    }

    @Override
    public CompletionStage<Body> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            take(buffer);
        }
    }

    @Override
    public void onError(Throwable broken) {
        body.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
        body.complete(new Body(bytes.toByteArray(), true));
    }

    private void take(ByteBuffer buffer) {
        var some = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
        buffer.get(some);
        bytes.writeBytes(some);
        if (buffer.hasRemaining() && subscription != null) {
            subscription.cancel();
            body.complete(new Body(bytes.toByteArray(), false));
        }
    }
}
