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
    private TicketFilter? _loaded;
    private string? _next;
    private int _count;
    private string? _failure;
    private bool _hasNews;

    // The URL had no filter, and the person's own first view is on its way into it.
    private bool _goesToDefault;
    private CancellationTokenSource? _reading;

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
        Store.TicketsChanged += OnTicketsChanged;
        Store.Loaded += OnLoaded;
        // Beside the list, which does not wait for the names in its filters.
        _ = ReadChoicesAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        var isBare = new Uri(Navigation.Uri).Query.Length == 0;
        var reading = ReadViewsAsync();
        if (!isBare) return;
        await reading;
        if (_views.FirstOrDefault(v => v.IsDefault) is not { } first) return;
        _goesToDefault = true;
        Navigation.NavigateTo(TicketsUrl.Of(first.Filter), replace: true);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_goesToDefault && new Uri(Navigation.Uri).Query.Length == 0) return;
        _goesToDefault = false;
        if (Filter != _loaded) await ReadAsync(_loaded is not null && _loaded.Q != Filter.Q ? AfterTyping : TimeSpan.Zero, OfPage);
    }

    public void Dispose()
    {
        Store.TicketsChanged -= OnTicketsChanged;
        Store.Loaded -= OnLoaded;
        _reading?.Cancel();
        _reading?.Dispose();
    }

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

    private Task ReloadAsync() => ReadAsync(TimeSpan.Zero, Math.Clamp(_items?.Count ?? OfPage, OfPage, MostAtOnce));

    private async Task ReadAsync(TimeSpan pause, int most)
    {
        if (_reading is not null) await _reading.CancelAsync();
        _reading?.Dispose();
        _reading = new();
        var (ct, filter) = (_reading.Token, Filter);
        (_loaded, _hasNews) = (filter, false);
        try
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, Time, ct);
            var page = await Api.ListTicketsAsync(filter, limit: most, ct: ct);
            if (ct.IsCancellationRequested) return;
            (_items, _next, _count, _failure) = ([.. page.Items], page.Next, page.Count, null);
            // What is no longer shown is not changed unseen.
            _selected.IntersectWith(_items.Select(t => t.Id));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // A newer filter is read.
            return;
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _failure = Failure.Text(refused, T);
        }
        StateHasChanged();
    }

    private async Task LoadMoreAsync()
    {
        try
        {
            var page = await Api.ListTicketsAsync(Filter, _next, OfPage);
            var known = _items!.Select(t => t.Id).ToHashSet();
            _items!.AddRange(page.Items.Where(t => !known.Contains(t.Id)));
            (_next, _count) = (page.Next, page.Count);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _failure = Failure.Text(refused, T);
        }
    }

    // Rows on screen are read again at once. New ones would push what somebody reads down: they are offered.
    private void OnTicketsChanged(IReadOnlySet<TicketId> changed) => _ = InvokeAsync(async () =>
    {
        if (_items is null) return;
        if (_items.Any(t => changed.Contains(t.Id)))
        {
            await ReadAsync(AfterTyping, Math.Clamp(_items.Count, OfPage, MostAtOnce));
        }
        else if (!_hasNews)
        {
            _hasNews = true;
            StateHasChanged();
        }
    });

    private void OnLoaded() => _ = InvokeAsync(ReloadAsync);
}
