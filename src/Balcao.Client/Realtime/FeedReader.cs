namespace Balcao.Client.Realtime;

/// <summary>
/// Keeps the <see cref="ChatStore"/> current: reads the lists, applies pushes, requests missed changes. One at a time.
/// </summary>
public sealed class FeedReader(BalcaoApi api, ChatStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task LoadAsync(CancellationToken ct)
    {
        using var turn = await TurnAsync(ct);
        await ReadListsAsync(ct);
    }

    /// <summary>
    /// After a connection was made or made again: whatever happened until then. What happens from then on is pushed, so one answer
    /// is enough: while messages flow, the next one would never be empty.
    /// </summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        using var turn = await TurnAsync(ct);
        if (store.IsLoaded) await AskForMissedAsync(ct);
        else await ReadListsAsync(ct);
    }

    public async Task TakeAsync(Changes pushed, CancellationToken ct)
    {
        using var turn = await TurnAsync(ct);
        // Before the first list a push can be ignored: the list will be newer.
        if (!store.IsLoaded) return;
        switch (store.Apply(pushed))
        {
            case Taken.Reset:
                await ReadListsAsync(ct);
                break;
            case Taken.Gap:
                await AskForMissedAsync(ct);
                break;
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The answer reaches the newest number there was when it was asked for, in any case that of a push before.</summary>
    private async Task AskForMissedAsync(CancellationToken ct)
    {
        if (store.Apply(await api.GetChangesAsync(store.Position, ct)) is Taken.Reset or Taken.Gap) await ReadListsAsync(ct);
    }

    private async Task ReadListsAsync(CancellationToken ct)
    {
        var open = new Dictionary<ChatId, ChatItem>();
        var numbers = api.ListNumbersAsync(ct);
        string? cursor = null;
        long? asOf = null;
        do
        {
            var page = await api.ListChatsAsync(cursor: cursor, limit: 200, ct: ct);
            // The first page's number: changes made while later pages were read are applied again, which is harmless.
            asOf ??= page.AsOf;
            foreach (var chat in page.Items) open[chat.Id] = chat;
            cursor = page.Next;
        }
        while (cursor is not null);
        var listed = await numbers;
        store.Load(open.Values, Math.Min(asOf.Value, listed.AsOf), listed.Items);
    }

    private async Task<Turn> TurnAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        return new(_turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
