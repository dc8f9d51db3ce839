using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Balcao.Client.Shell;

/// <summary>MudBlazor's own texts (close, clear, …) in the reader's language.</summary>
public sealed class MudTexts(IStringLocalizer<Text> text) : MudLocalizer
{
    public override LocalizedString this[string key] => text["Mud." + key];

    public override LocalizedString this[string key, params object[] arguments] => text["Mud." + key, arguments];
}
