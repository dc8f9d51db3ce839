using Balcao.Client.Plans;
using Balcao.Client.Settings;
using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;

namespace Balcao.Client.Numbers;

/// <summary>The panel of one number, or the view over all of them, for one month. Both are named by the address.</summary>
public sealed partial class NumbersPage
{
    /// <summary>In the address in place of a number: the view over all of them.</summary>
    public const string All = "all";

    /// <summary>What the view over all numbers offers: this month and the twelve before.</summary>
    private const int MonthsOfAll = 13;

    private readonly Dictionary<ChannelId, NumberItem?> _seen = [];
    private LiveReading? _live;
    private CancellationTokenSource? _reading;
    private (string? Number, string? Month)? _asked;
    private List<NumberItem>? _numbers;
    private IReadOnlyList<MonthItem> _months = [];
    private NumberPanel? _panel;
    private NumberItem? _number;
    private IReadOnlyList<DayConsumption> _days = [];
    private IReadOnlyList<NumberConsumption>? _all;
    private string? _failure;

    [SupplyParameterFromQuery] public string? Number { get; set; }

    [SupplyParameterFromQuery] public string? Month { get; set; }

    public static string HrefOf(ChannelId number) => $"{SettingsEntry.NumbersHref}?number={number}";

    private bool IsAll => Number is All;

    private NumberItem? Chosen => string.IsNullOrEmpty(Number) ? _numbers?.FirstOrDefault() : _numbers?.FirstOrDefault(n => n.Id.ToString() == Number);

    private string ThisMonth => Months.Current(Time);

    private IReadOnlyList<MonthItem> MonthsOffered => IsAll ? [.. Months.Back(ThisMonth, MonthsOfAll).Select(month => new MonthItem(month, month == ThisMonth))] : _months;

    private string? MonthShown => !string.IsNullOrEmpty(Month) ? Month : IsAll ? ThisMonth : _panel?.Month ?? (_months is [var newest, ..] ? newest.Month : null);

    private bool IsInProgress => MonthsOffered.Any(item => item.IsInProgress && item.Month == MonthShown);

    /// <summary>The figures on screen never change again.</summary>
    private bool IsFinal => _all is { Count: > 0 } ? _all.All(item => item.Consumption.IsFinal) : _panel is { Consumption.IsFinal: true };

    protected override void OnInitialized()
    {
        Store.Changed += OnStoreChanged;
        _live = new(Store, Time, () => InvokeAsync(() => IsFinal ? Task.CompletedTask : ReadAsync(isAgain: true)));
    }

    protected override Task OnParametersSetAsync() => _asked == (Number, Month) ? Task.CompletedTask : ReadAsync();

    public void Dispose()
    {
        Store.Changed -= OnStoreChanged;
        _live?.Dispose();
        _reading?.Cancel();
        _reading?.Dispose();
    }

    private void ShowCurrentMonth() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("month", (string?)null));

    /// <param name="isAgain">What is on screen stays until the newer figures are there, and if there are none.</param>
    private async Task ReadAsync(bool isAgain = false)
    {
        if (isAgain && _panel is null && _all is null) isAgain = false;
        if (!isAgain) (_panel, _number, _all, _failure) = (null, null, null, null);
        if (_reading is not null) await _reading.CancelAsync();
        _reading?.Dispose();
        _reading = new();
        var ct = _reading.Token;
        _asked = (Number, Month);
        _live!.Begin();
        try
        {
            if (_numbers is null || IsAll) await ReadNumbersAsync(ct);
            if (IsAll) await ReadAllAsync(ct);
            else if (Chosen is { } chosen) await ReadPanelAsync(chosen.Id, ct);
            else if (_numbers!.Count > 0) _failure = T["NotFound.Text"];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Another number or month is read.
            return;
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            if (!isAgain) _failure = Failure.Text(refused, T);
        }
        StateHasChanged();
    }

    private async Task ReadNumbersAsync(CancellationToken ct)
    {
        _numbers = [.. (await Api.ListNumbersAsync(ct)).Items];
        foreach (var number in _numbers) _seen[number.Id] = Store.Number(number.Id);
    }

    private async Task ReadAllAsync(CancellationToken ct)
    {
        var all = await Api.ListConsumptionAsync(MonthShown, ct);
        ct.ThrowIfCancellationRequested();
        _all = all.Items;
        _live!.Contains(all.AsOf);
    }

    private async Task ReadPanelAsync(ChannelId id, CancellationToken ct)
    {
        var month = string.IsNullOrEmpty(Month) ? null : Month;
        var (panel, days) = (Api.GetNumberPanelAsync(id, month, ct), Api.ListConsumptionDaysAsync(id, month, ct));
        await Task.WhenAll(panel, days);
        ct.ThrowIfCancellationRequested();
        (_panel, _days, _months) = (await panel, (await days).Items, (await panel).Months);
        _seen[id] = Store.Number(id);
        Show(_panel.Number);
        _live!.Contains(_panel.FeedNumber);
    }

    private void Show(NumberItem now)
    {
        if (Chosen?.Id == now.Id) _number = now;
        if (_numbers!.FindIndex(n => n.Id == now.Id) is >= 0 and var at) _numbers[at] = now;
    }

    // What is held, linked or stopped while the page is open. Called for every change of the store, hence compared before anything is drawn.
    private void OnStoreChanged()
    {
        if (_numbers is null) return;
        var changed = _numbers.Select(n => Store.Number(n.Id)).OfType<NumberItem>().Where(now => !ReferenceEquals(now, _seen.GetValueOrDefault(now.Id))).ToList();
        if (changed.Count == 0) return;
        foreach (var now in changed)
        {
            _seen[now.Id] = now;
            Show(now);
        }
        _ = InvokeAsync(StateHasChanged);
    }
}
