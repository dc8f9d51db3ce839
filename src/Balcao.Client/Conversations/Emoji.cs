using System.Globalization;

namespace Balcao.Client.Conversations;

/// <summary>The emoji of the picker, in WhatsApp's groups; those that customer service uses come first.</summary>
public static class Emoji
{
    public static IReadOnlyList<(string Name, IReadOnlyList<string> All)> Groups { get; } =
    [
        ("Faces", Split("😀 😃 😄 😁 😆 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤗 🤔 🤫 😐 🙄 😏 😬 😌 😔 😴 😷 🤒 🥳 😎 🤓 😕 🙁 😮 😳 🥺 😢 😭 😱 😤 😡 🤯")),
        ("Hands", Split("👍 👎 👌 ✌️ 🤞 🤝 👏 🙌 🙏 💪 👋 ✋ 👉 👈 👆 👇 ✍️ 🤷 🤦 🙋 💁 🧑‍💻")),
        ("Hearts", Split("❤️ 🧡 💛 💚 💙 💜 🤍 💔 ✨ ⭐ 🌟 🎉 🎁 🎂 🌹 🌻 ☀️ 🌈 🔥 💯")),
        ("Things", Split("✅ ❌ ⚠️ ❓ ❗ 📌 📎 📄 📦 🚚 🛒 💳 💰 🧾 📅 ⏰ ⏳ 📞 📱 💻 📷 🔧 🔑 🏠 🏪 🚗 ✈️ 🍕 ☕ 💊")),
    ];

    /// <summary>True for one to three emoji without other text: they are shown large, as in WhatsApp.</summary>
    public static bool IsOnly(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text.Trim());
        var count = 0;
        while (elements.MoveNext())
        {
            if (!IsEmoji(elements.GetTextElement()) || ++count > 3) return false;
        }
        return count > 0;
    }

    private static bool IsEmoji(string element)
    {
        var rune = element.EnumerateRunes().First().Value;
        return rune is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF or 0x2B50 or 0x2B55 or >= 0x1F1E6 and <= 0x1F1FF;
    }

    private static string[] Split(string all) => all.Split(' ');
}
