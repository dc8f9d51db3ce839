namespace Balcao.Conversations;

/// <summary>
/// A part of a request's body. A body that ends too early, or is no multipart, is the client's fault (400) and not the disk's, on which
/// what is read is written at the same time.
/// </summary>
internal sealed class ClientStream(Stream body) : Stream
{
    /// <summary>Whether reading a multipart body failed because of what is in it. A body that is too large says so itself.</summary>
    public static bool IsFault(Exception e) => e is InvalidDataException or IOException && e is not BadHttpRequestException;

    public static BadHttpRequestException Unreadable(Exception e) => new("The multipart body could not be read.", e);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Unreadable(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
