using System.Text.Json;
using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;

namespace Balcao.Client.Tickets;

public sealed partial class TicketsPage
{
    private const int OfPage = 50;

    /// <summary>The most that the server gives at once.</summary>
    private const int MostAtOnce = 200;

    private static readonly TimeSpan AfterTyping = TimeSpan.FromMilliseconds(200);

    private TicketChoices _choices = new();
    private IReadOnlyList<SavedViewItem> _views = [];
    private readonly HashSet<TicketId> _selected = [];
    private List<TicketItem>? _items;

    // How many rows are wanted, and the filter of those that are shown.
    private int _wanted = OfPage;
    private TicketFilter? _shown;
    private TicketFilter? _loaded;
    private string? _next;
    private int _count;
    private string? _failure;
    private bool _hasNews;

    // The URL had no filter, and the person's own first view is on its way into it.
    private bool _goesToDefault;
    private CancellationTokenSource? _reading;
    private ReadingPace? _pace;
    private bool _isDisposed;

    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>As <see cref="TicketsUrl"/> reads it.</summary>
    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? Owner { get; set; }

    [SupplyParameterFromQuery] public string? Group { get; set; }

    [SupplyParameterFromQuery] public string? Urgency { get; set; }

    [SupplyParameterFromQuery] public string? Tag { get; set; }

    [SupplyParameterFromQuery] public string? Category { get; set; }

    [SupplyParameterFromQuery] public string? Contact { get; set; }

    [SupplyParameterFromQuery] public string? Origin { get; set; }

    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string? To { get; set; }

    [SupplyParameterFromQuery] public string? Field { get; set; }

    [SupplyParameterFromQuery] public string? Order { get; set; }

    private TicketFilter Filter => new()
    {
        Q = Given(Q), Owner = Given(Owner), Group = Given(Group), Urgency = Given(Urgency), Tag = Given(Tag), Category = Given(Category), Contact = Given(Contact),
        Origin = Given(Origin), From = Given(From), To = Given(To), Field = Given(Field), Order = Given(Order), Status = TicketsUrl.StatusOf(Status),
        Zone = Given(From) is null && Given(To) is null ? null : Zone,
    };

    /// <summary>The days are those of the reader, as on the screen.</summary>
    private string Zone => Time.LocalTimeZone.Id;

    private bool IsNarrowed => Filter with { Order = null } != new TicketFilter();

    private bool MaySelect => Person.Has(Permission.ServeChats);

    private IReadOnlyList<TicketItem> Selected => [.. (_items ?? []).Where(t => _selected.Contains(t.Id))];

    private TicketOrder Ordered => Enum.TryParse<TicketOrder>(Order, ignoreCase: true, out var order) ? order : TicketOrder.Newest;

    private string CountText =>
        _items is null ? "" : _count >= TicketList.MostCounted ? T["Tickets.CountAtLeast", _count].Value : _count == 1 ? T["Tickets.CountOne"].Value : T["Tickets.Count", _count].Value;

    protected override void OnInitialized()
    {
        _pace = new ReadingPace(Time, ReloadAsync);
        Store.TicketsChanged += OnTicketsChanged;
        Store.Loaded += OnLoaded;
        // Beside the list, which does not wait for the names in its filters.
        _ = ReadChoicesAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        var isBare = IsBare;
        var reading = ReadViewsAsync();
        if (!isBare) return;
        await reading;
        // Somebody who has chosen a filter meanwhile, or has left the page, stays there.
        if (_isDisposed || !IsBare || _views.FirstOrDefault(v => v.IsDefault) is not { } first) return;
        _goesToDefault = true;
        Navigation.NavigateTo(TicketsUrl.Of(first.Filter), replace: true);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_goesToDefault && IsBare) return;
        _goesToDefault = false;
        if (Filter == _loaded) return;
        _wanted = OfPage;
        await ReadAsync(_loaded is not null && _loaded.Q != Filter.Q ? AfterTyping : TimeSpan.Zero);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Store.TicketsChanged -= OnTicketsChanged;
        Store.Loaded -= OnLoaded;
        _pace?.Dispose();
        _reading?.Cancel();
        _reading?.Dispose();
    }

    /// <summary>The URL says nothing of what to show.</summary>
    private bool IsBare => new Uri(Navigation.Uri).Query.Length == 0;

    private async Task ReadChoicesAsync()
    {
        _choices = await TicketChoices.ReadAsync(Api);
        StateHasChanged();
    }

    private async Task ReadViewsAsync()
    {
        try
        {
            _views = (await Api.ListSavedViewsAsync()).Items;
            StateHasChanged();
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            // The list works without them.
        }
    }

    private static string? Given(string? inUrl) => string.IsNullOrEmpty(inUrl) ? null : inUrl;

    private void Set((string Name, string? Value) filter) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(filter.Name, filter.Value), replace: true);

    private void Sort(TicketOrder order) => Set(("order", order is TicketOrder.Newest ? null : JsonNamingPolicy.CamelCase.ConvertName(order.ToString())));

    private void Select((TicketId Ticket, bool IsSelected) chosen)
    {
        if (chosen.IsSelected) _selected.Add(chosen.Ticket);
        else _selected.Remove(chosen.Ticket);
    }

    private void SelectAll(bool isSelected)
    {
        _selected.Clear();
        if (isSelected) _selected.UnionWith(_items!.Select(t => t.Id));
    }

    /// <summary>Those that were refused stay selected, so that something else can be tried with them.</summary>
    private async Task KeepAsync(IReadOnlyList<TicketId> refused)
    {
        _selected.IntersectWith(refused);
        await ReloadAsync();
    }

    private Task LoadMoreAsync()
    {
        _wanted = _items!.Count + OfPage;
        return ReloadAsync();
    }

    private Task ReloadAsync() => ReadAsync(TimeSpan.Zero);

    private async Task ReadAsync(TimeSpan pause)
    {
        if (_isDisposed) return;
        var (ct, filter) = (BeginReading(), Filter);
        (_loaded, _hasNews) = (filter, false);
        try
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, Time, ct);
            var (items, next, count) = await ReadRowsAsync(filter, _wanted, ct);
            if (ct.IsCancellationRequested) return;
            (_items, _shown, _next, _count, _failure) = (items, filter, next, count, null);
            // What is no longer shown is not changed unseen.
            _selected.IntersectWith(_items.Select(t => t.Id));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // A newer filter is read, or the page was left.
            return;
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            if (ct.IsCancellationRequested) return;
            _failure = Failure.Text(refused, T);
            // Rows of another filter would be taken for rows of this one.
            if (_shown != filter) _items = null;
        }
        StateHasChanged();
    }

    /// <summary>One reading at a time: what an earlier one answers is not shown.</summary>
    private CancellationToken BeginReading()
    {
        _reading?.Cancel();
        _reading?.Dispose();
        _reading = new();
        return _reading.Token;
    }

    private async Task<(List<TicketItem> Items, string? Next, int Count)> ReadRowsAsync(TicketFilter filter, int wanted, CancellationToken ct)
    {
        var (items, known) = (new List<TicketItem>(), new HashSet<TicketId>());
        TicketList? page = null;
        do
        {
            page = await Api.ListTicketsAsync(filter, page?.Next, Math.Min(wanted - items.Count, MostAtOnce), ct);
            // A ticket that was changed between two pages may be on both.
            items.AddRange(page.Items.Where(t => known.Add(t.Id)));
        }
        while (page.Next is not null && items.Count < wanted);
        return (items, page.Next, page.Count);
    }

    // Rows on screen are read again. New ones would push what somebody reads down: they are offered.
    private void OnTicketsChanged(IReadOnlySet<TicketId> changed) => _ = InvokeAsync(() =>
    {
        if (_isDisposed || _items is null) return Task.CompletedTask;
        if (_items.Any(t => changed.Contains(t.Id))) return _pace!.AskAsync();
        if (!_hasNews)
        {
            _hasNews = true;
            StateHasChanged();
        }
        return Task.CompletedTask;
    });

    private void OnLoaded() => _ = InvokeAsync(ReloadAsync);
}
