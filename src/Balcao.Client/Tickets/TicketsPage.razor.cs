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

    private IReadOnlyList<AgentItem> _agents = [];
    private IReadOnlyList<ChatGroupItem> _groups = [];
    private IReadOnlyList<TicketCategoryItem> _categories = [];
    private List<TicketItem>? _items;
    private TicketFilter? _loaded;
    private string? _next;
    private int _count;
    private string? _failure;
    private bool _hasNews;
    private CancellationTokenSource? _reading;

    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Null: the open ones. "all": every status.</summary>
    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? Owner { get; set; }

    [SupplyParameterFromQuery] public string? Group { get; set; }

    [SupplyParameterFromQuery] public string? Urgency { get; set; }

    [SupplyParameterFromQuery] public string? Tag { get; set; }

    [SupplyParameterFromQuery] public string? Category { get; set; }

    [SupplyParameterFromQuery] public string? Order { get; set; }

    private TicketFilter Filter => new()
    {
        Q = Q, Owner = Owner, Group = Group, Urgency = Urgency, Tag = Tag, Category = Category, Order = Order,
        Status = string.IsNullOrEmpty(Status) ? "open" : Status == "all" ? null : Status,
    };

    private bool IsNarrowed => Status != "all" || Filter with { Order = null } != new TicketFilter();

    private string CountText =>
        _items is null ? "" : _count >= TicketList.MostCounted ? T["Tickets.CountAtLeast", _count].Value : _count == 1 ? T["Tickets.CountOne"].Value : T["Tickets.Count", _count].Value;

    protected override void OnInitialized()
    {
        Store.TicketsChanged += OnTicketsChanged;
        Store.Loaded += OnLoaded;
        // Beside the list, which does not wait for the names in its filters.
        _ = ReadChoicesAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
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
        try
        {
            var (agents, groups, categories) = (Api.ListAgentsAsync(), Api.ListChatGroupsAsync(), Api.ListTicketCategoriesAsync());
            (_agents, _groups, _categories) = ((await agents).Items, (await groups).Items, (await categories).Items);
            StateHasChanged();
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            // The list works without their names; the filters offer fewer choices.
        }
    }

    private static string Name<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private void Set(string filter, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter(JsonNamingPolicy.CamelCase.ConvertName(filter), string.IsNullOrEmpty(value) ? null : value), replace: true);

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
