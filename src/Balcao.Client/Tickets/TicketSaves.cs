namespace Balcao.Client.Tickets;

/// <summary>
/// The changes of one ticket on its page, one after the other: each is made with the version that the one before it left, so that two
/// quick changes of the same person do not refuse each other.
/// </summary>
public sealed class TicketSaves
{
    private Task _last = Task.CompletedTask;
    private TicketView? _newest;

    /// <param name="shown">The ticket on screen when it is the change's turn.</param>
    /// <param name="change">Sends the change of the ticket that it is given.</param>
    public async Task<TicketView> SaveAsync(Func<TicketView> shown, Func<TicketView, Task<TicketView>> change)
    {
        var (before, done) = (_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _last = done.Task;
        await before;
        try
        {
            return _newest = await change(Newest(shown()));
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <summary>The ticket as the last change left it, if this one was read before.</summary>
    public TicketView Newest(TicketView read) => _newest is { } saved && saved.Id == read.Id && saved.Version > read.Version ? saved : read;
}
