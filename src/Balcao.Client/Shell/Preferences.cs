namespace Balcao.Client.Shell;

public enum ThemeChoice { System, Light, Dark }

/// <summary>The settings of this browser.</summary>
public sealed class Preferences(IBrowserStorage storage)
{
    // boot.js reads these two before the program runs.
    private const string LanguageKey = "balcao.language";
    private const string ThemeKey = "balcao.theme";
    private const string NoticesKey = "balcao.notices";
    private const string NoticesAnsweredKey = "balcao.noticesAnswered";
    private const string SoundKey = "balcao.sound";
    private const string PaneKey = "balcao.contactPane";

    public event Action? Changed;

    /// <summary>The languages of the screens; the first is the default.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["pt-BR", "en", "es"];

    public string? Language
    {
        get => Languages.FirstOrDefault(l => l == storage.Get(LanguageKey));
        set => Set(LanguageKey, value);
    }

    public ThemeChoice Theme
    {
        get => Enum.TryParse<ThemeChoice>(storage.Get(ThemeKey), ignoreCase: true, out var theme) ? theme : ThemeChoice.System;
        set => Set(ThemeKey, value.ToString().ToLowerInvariant());
    }

    /// <summary>
    /// Desktop notifications for chats that start waiting and for answers in one's own chats. Off at first, because a browser shows
    /// them only after somebody has allowed it by a click.
    /// </summary>
    public bool Notices
    {
        get => storage.Get(NoticesKey) is "on";
        set => Set(NoticesKey, value ? "on" : null);
    }

    /// <summary>Notifications were offered, and the offer was taken or put away: it is not made again.</summary>
    public bool NoticesAnswered
    {
        get => storage.Get(NoticesAnsweredKey) is not null;
        set => Set(NoticesAnsweredKey, value ? "yes" : null);
    }

    /// <summary>A sound for the same; on unless switched off.</summary>
    public bool Sound
    {
        get => storage.Get(SoundKey) is not "off";
        set => Set(SoundKey, value ? null : "off");
    }

    public bool ShowsContactPane
    {
        get => storage.Get(PaneKey) is not "off";
        set => Set(PaneKey, value ? null : "off");
    }

    /// <summary>The language at startup: the chosen one, else the closest to the browser's, else the default.</summary>
    public string StartLanguage(string? browsers) =>
        Language
        ?? Languages.FirstOrDefault(l => browsers is { Length: >= 2 } && l.StartsWith(browsers[..2], StringComparison.OrdinalIgnoreCase))
        ?? Languages[0];

    private void Set(string key, string? value)
    {
        storage.Set(key, value);
        Changed?.Invoke();
    }
}
